import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Calendar;
import java.util.HashMap;

import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceDictionary;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAppearanceStream;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Signs PDF files as programs do that know nothing of this portal: with PDFBox 2, iText 5 and iText 2.
 *
 * Each line of the standard input names program, file, result, field, "visible" or "invisible", key
 * (PKCS#12) and password, with tabs between; the answer is "done", or what went wrong and "done".
 */
public final class Signers {
    private static final String REASON = "Faaliyet raporu beyan\u0131";
    private static final int ROOM = 20_000;

    private final PrivateKey key;
    private final Certificate[] chain;

    private Signers(String file, String password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(file)) {
            store.load(in, password.toCharArray());
        }
        String alias = store.aliases().nextElement();
        key = (PrivateKey) store.getKey(alias, password.toCharArray());
        chain = store.getCertificateChain(alias);
    }

    public static void main(String[] arguments) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            String[] asked = line.split("\t");
            try {
                Signers signer = new Signers(asked[5], asked[6]);
                boolean visible = asked[4].equals("visible");
                switch (asked[0]) {
                    case "pdfbox" -> signer.pdfbox(asked[1], asked[2], asked[3], visible);
                    case "itext5" -> signer.itext5(asked[1], asked[2], asked[3], visible, false);
                    case "itext5-cades" -> signer.itext5(asked[1], asked[2], asked[3], visible, true);
                    case "itext2" -> signer.itext2(asked[1], asked[2], asked[3], visible);
                    default -> throw new IllegalArgumentException(asked[0]);
                }
            } catch (Throwable error) {
                System.out.println(error.toString().replace('\n', ' '));
                error.printStackTrace();
            }
            System.out.println("done");
            System.out.flush();
        }
    }

    /** The signature over these bytes, as BouncyCastle makes it when nothing else is asked of it. */
    private byte[] cms(byte[] content) throws Exception {
        X509Certificate own = (X509Certificate) chain[0];
        ContentSigner signer = new JcaContentSignerBuilder("SHA256withRSA").build(key);
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(
            new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                .build(signer, own));
        generator.addCertificates(new JcaCertStore(Arrays.asList(chain)));
        return generator.generate(new CMSProcessableByteArray(content), false).getEncoded();
    }

    private void pdfbox(String from, String to, String name, boolean visible) throws Exception {
        try (PDDocument document = PDDocument.load(new java.io.File(from));
                OutputStream out = new FileOutputStream(to)) {
            PDAcroForm form = document.getDocumentCatalog().getAcroForm();
            PDSignatureField field = (PDSignatureField) form.getField(name);
            PDSignature signature = new PDSignature();
            field.getCOSObject().setItem(COSName.V, signature);
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
            signature.setName("Deneme");
            signature.setReason(REASON);
            signature.setSignDate(Calendar.getInstance());
            SignatureOptions options = new SignatureOptions();
            options.setPreferredSignatureSize(ROOM);
            if (visible) {
                PDAnnotationWidget widget = field.getWidgets().get(0);
                int page = document.getPages().indexOf(widget.getPage());
                options.setPage(page);
                options.setVisualSignature(template(document.getPage(page), widget.getRectangle()));
            }
            document.addSignature(signature, content -> {
                try {
                    return cms(content.readAllBytes());
                } catch (Exception error) {
                    throw new java.io.IOException(error);
                }
            }, options);
            document.saveIncremental(out);
            options.close();
        }
    }

    /** A document of one page whose only field shows what the signature is to show. */
    private static InputStream template(PDPage beside, PDRectangle place) throws Exception {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(beside.getMediaBox());
            document.addPage(page);
            PDAcroForm form = new PDAcroForm(document);
            document.getDocumentCatalog().setAcroForm(form);
            PDSignatureField field = new PDSignatureField(form);
            form.setSignaturesExist(true);
            form.setAppendOnly(true);
            form.getCOSObject().setDirect(true);
            form.getFields().add(field);
            PDAnnotationWidget widget = field.getWidgets().get(0);
            widget.setRectangle(place);
            PDFormXObject drawing = new PDFormXObject(new PDStream(document));
            drawing.setResources(new PDResources());
            drawing.setFormType(1);
            drawing.setBBox(new PDRectangle(place.getWidth(), place.getHeight()));
            PDAppearanceDictionary appearance = new PDAppearanceDictionary();
            appearance.getCOSObject().setDirect(true);
            PDAppearanceStream shown = new PDAppearanceStream(drawing.getCOSObject());
            appearance.setNormalAppearance(shown);
            widget.setAppearance(appearance);
            try (PDPageContentStream content = new PDPageContentStream(document, shown)) {
                content.beginText();
                content.setFont(PDType1Font.HELVETICA, 9);
                content.newLineAtOffset(4, 10);
                content.showText("Imza: deneme");
                content.endText();
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return new ByteArrayInputStream(out.toByteArray());
        }
    }

    private void itext5(String from, String to, String name, boolean visible, boolean cades)
            throws Exception {
        com.itextpdf.text.pdf.PdfReader reader = new com.itextpdf.text.pdf.PdfReader(from);
        try (OutputStream out = new FileOutputStream(to)) {
            com.itextpdf.text.pdf.PdfStamper stamper =
                com.itextpdf.text.pdf.PdfStamper.createSignature(reader, out, '\0', null, true);
            com.itextpdf.text.pdf.PdfSignatureAppearance shown = stamper.getSignatureAppearance();
            shown.setReason(REASON);
            shown.setVisibleSignature(name);
            if (!visible) {
                shown.setLayer2Text("");
            }
            com.itextpdf.text.pdf.security.MakeSignature.signDetached(
                shown,
                new com.itextpdf.text.pdf.security.BouncyCastleDigest(),
                new com.itextpdf.text.pdf.security.PrivateKeySignature(key, "SHA-256", "BC"),
                chain, null, null, null, 0,
                cades
                    ? com.itextpdf.text.pdf.security.MakeSignature.CryptoStandard.CADES
                    : com.itextpdf.text.pdf.security.MakeSignature.CryptoStandard.CMS);
        }
    }

    /** The version from which OpenPDF comes; the signature itself is made by BouncyCastle. */
    private void itext2(String from, String to, String name, boolean visible) throws Exception {
        com.lowagie.text.pdf.PdfReader reader = new com.lowagie.text.pdf.PdfReader(from);
        try (OutputStream out = new FileOutputStream(to)) {
            com.lowagie.text.pdf.PdfStamper stamper =
                com.lowagie.text.pdf.PdfStamper.createSignature(reader, out, '\0', null, true);
            com.lowagie.text.pdf.PdfSignatureAppearance shown = stamper.getSignatureAppearance();
            shown.setReason(REASON);
            shown.setVisibleSignature(name);
            // What it would write by itself asks the certificate in a way of older BouncyCastles.
            shown.setLayer2Text(visible ? "Imza: deneme" : "");
            com.lowagie.text.pdf.PdfSignature signature = new com.lowagie.text.pdf.PdfSignature(
                new com.lowagie.text.pdf.PdfName("Adobe.PPKLite"),
                new com.lowagie.text.pdf.PdfName("adbe.pkcs7.detached"));
            signature.setReason(REASON);
            signature.setDate(new com.lowagie.text.pdf.PdfDate(shown.getSignDate()));
            shown.setCryptoDictionary(signature);
            HashMap<com.lowagie.text.pdf.PdfName, Integer> room = new HashMap<>();
            room.put(com.lowagie.text.pdf.PdfName.CONTENTS, ROOM * 2 + 2);
            shown.preClose(room);
            byte[] made = cms(shown.getRangeStream().readAllBytes());
            com.lowagie.text.pdf.PdfDictionary filled = new com.lowagie.text.pdf.PdfDictionary();
            filled.put(
                com.lowagie.text.pdf.PdfName.CONTENTS,
                new com.lowagie.text.pdf.PdfString(Arrays.copyOf(made, ROOM)).setHexWriting(true));
            shown.close(filled);
        }
    }
}
