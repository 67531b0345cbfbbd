"""Signatures on frozen reports; triggers keep verdicts, files and signatures as they are."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from reports.publish.signing.immutability import TABLES


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0009_frozen_versions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SignaturePolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_year', models.PositiveSmallIntegerField(error_messages={'unique': 'Bu yıldan başlayan bir imza kuralı zaten var.'}, help_text='Kural bu yılın raporundan başlar, yeni bir kural başlayana kadar sürer.', unique=True, validators=[django.core.validators.MinValueValidator(2006), django.core.validators.MaxValueValidator(2100)], verbose_name='İlk mali yıl')),
                ('compulsory', models.BooleanField(default=False, help_text='İşaretlenirse rapor, aranan bütün imzalar tamamlanmadan yayımlanamaz. İşaretlenmezse imzasız yayımlanabilir ve kamuya “imzasız” olarak gösterilir.', verbose_name='imza zorunlu')),
                ('ordered', models.BooleanField(default=True, help_text='İşaretlenirse ikinci imza, birincisi kabul edilmeden yüklenemez.', verbose_name='sırayla imzalanır')),
                ('first', models.CharField(choices=[('accounting_officer', 'Mali hizmetler birim yöneticisi'), ('top_manager', 'Üst yönetici')], default='accounting_officer', max_length=30, verbose_name='İlk imzalayan')),
                ('minimum_level', models.CharField(choices=[('B-B', 'B-B: imza ve sertifika'), ('B-T', 'B-T: zaman damgalı'), ('B-LT', 'B-LT: doğrulama bilgileri içinde'), ('B-LTA', 'B-LTA: arşiv zaman damgalı')], default='B-B', help_text='Yıllar sonra da doğrulanabilmesi için B-LT ya da B-LTA önerilir; ikisi de zaman damgası ister.', max_length=5, verbose_name='en düşük düzey')),
                ('finance_rule', models.CharField(choices=[('declaration', 'Beyanda adı yazılı kişi'), ('name', 'Adı burada yazılı kişi'), ('anybody', 'Güvenilen herhangi bir sertifika'), ('nobody', 'Bu alanda imza aranmaz')], default='declaration', max_length=12, verbose_name='mali hizmetler birim yöneticisi')),
                ('finance_name', models.CharField(blank=True, help_text='Sertifikadaki ad ve soyad; yalnız «Adı burada yazılı kişi» seçildiğinde yazılır.', max_length=200, verbose_name='adı soyadı')),
                ('finance_citizen_hash', models.CharField(blank=True, editable=False, max_length=64, verbose_name='T.C. kimlik numarasının özeti')),
                ('top_manager_rule', models.CharField(choices=[('declaration', 'Beyanda adı yazılı kişi'), ('name', 'Adı burada yazılı kişi'), ('anybody', 'Güvenilen herhangi bir sertifika'), ('nobody', 'Bu alanda imza aranmaz')], default='declaration', max_length=12, verbose_name='üst yönetici')),
                ('top_manager_name', models.CharField(blank=True, help_text='Sertifikadaki ad ve soyad; yalnız «Adı burada yazılı kişi» seçildiğinde yazılır.', max_length=200, verbose_name='adı soyadı')),
                ('top_manager_citizen_hash', models.CharField(blank=True, editable=False, max_length=64, verbose_name='T.C. kimlik numarasının özeti')),
            ],
            options={
                'verbose_name': 'imza kuralı',
                'verbose_name_plural': 'imza kuralları',
                'ordering': ['-from_year'],
            },
        ),
        migrations.AlterField(
            model_name='report',
            name='state',
            field=models.CharField(choices=[('collecting', 'Derleniyor'), ('frozen', 'Donduruldu'), ('signed', 'İmzalandı'), ('published', 'Yayımlandı')], default='collecting', editable=False, max_length=20, verbose_name='durum'),
        ),
        migrations.CreateModel(
            name='SignatureUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='yüklenme zamanı')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 özeti')),
                ('size', models.PositiveBigIntegerField(verbose_name='boyut (bayt)')),
                ('file', models.CharField(blank=True, editable=False, max_length=100, verbose_name='dosya')),
                ('state', models.CharField(choices=[('waiting', 'Sırada'), ('running', 'Çalışıyor'), ('done', 'Bitti'), ('failed', 'Başarısız')], default='waiting', max_length=10, verbose_name='durum')),
                ('refusal', models.CharField(blank=True, max_length=30, verbose_name='ret nedeni')),
                ('sentence', models.TextField(blank=True, verbose_name='sonuç')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='sonuç zamanı')),
                ('frozen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='reports.frozenreport', verbose_name='dondurulmuş rapor')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='yükleyen')),
            ],
            options={
                'verbose_name': 'yüklenen imzalı dosya',
                'verbose_name_plural': 'yüklenen imzalı dosyalar',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='SignedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('signature', 'İmza'), ('seal', 'Kurum mührü'), ('extension', 'Arşiv zaman damgası')], default='signature', max_length=10, verbose_name='tür')),
                ('file', models.CharField(editable=False, max_length=100, verbose_name='dosya')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 özeti')),
                ('size', models.PositiveBigIntegerField(verbose_name='boyut (bayt)')),
                ('base_sha256', models.CharField(max_length=64, verbose_name="dondurulan PDF'in özeti")),
                ('base_size', models.PositiveBigIntegerField(verbose_name="dondurulan PDF'in boyutu (bayt)")),
                ('complete', models.BooleanField(default=False, verbose_name='bütün imzalar tamam')),
                ('accepted_at', models.DateTimeField(verbose_name='kabul zamanı')),
                ('frozen', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signed_files', to='reports.frozenreport', verbose_name='dondurulmuş rapor')),
                ('upload', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signed_file', to='reports.signatureupload', verbose_name='yükleme')),
            ],
            options={
                'verbose_name': 'imzalı dosya',
                'verbose_name_plural': 'imzalı dosyalar',
                'ordering': ['frozen', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FrozenSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='sıra')),
                ('field', models.CharField(max_length=100, verbose_name='İmza alanı')),
                ('role', models.CharField(max_length=200, verbose_name='sıfatı')),
                ('signer', models.CharField(max_length=200, verbose_name='İmzalayan')),
                ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='İmzacının saatine göre zamanı')),
                ('stamped_at', models.DateTimeField(blank=True, null=True, verbose_name='zaman damgası')),
                ('level', models.CharField(choices=[('B-B', 'B-B: imza ve sertifika'), ('B-T', 'B-T: zaman damgalı'), ('B-LT', 'B-LT: doğrulama bilgileri içinde'), ('B-LTA', 'B-LTA: arşiv zaman damgalı')], max_length=5, verbose_name='düzey')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='sertifikanın SHA-256 özeti')),
                ('demo', models.BooleanField(default=False, verbose_name='ÖRNEK / DEMO')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='reports.signedfile', verbose_name='imzalı dosya')),
            ],
            options={
                'verbose_name': 'kabul edilmiş imza',
                'verbose_name_plural': 'kabul edilmiş imzalar',
                'ordering': ['file', 'position'],
            },
        ),
        migrations.AddConstraint(
            model_name='signatureupload',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'running'))), fields=('frozen', 'sha256'), name='signatureupload_judged_once', violation_error_message='Bu dosya zaten denetleniyor.'),
        ),
        migrations.AddConstraint(
            model_name='signedfile',
            constraint=models.UniqueConstraint(fields=('frozen', 'sha256'), name='signedfile_once'),
        ),
        migrations.AddConstraint(
            model_name='frozensignature',
            constraint=models.UniqueConstraint(fields=('file', 'field'), name='frozensignature_field_once'),
        ),
        *(migrations.RunPython(table.create, table.drop) for table in TABLES),
    ]
