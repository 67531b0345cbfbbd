import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/**
 * Validates files against profiles, one after the other, as the lines of its input ask: "3a,ua1 TAB
 * file.pdf".
 *
 * Answers with one line for each profile ("profile TAB assertions"), one for each broken rule
 * ("profile TAB clause-test TAB times TAB what and where") and a last one: "done". Whatever keeps a
 * file from being validated ends the program.
 */
public class Validate {
    private static final int SHOWN = 100;

    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        BufferedReader asked =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = asked.readLine(); line != null; line = asked.readLine()) {
            String[] parts = line.split("\t");
            validate(parts[0].split(","), new File(parts[1]));
            System.out.println("done");
            System.out.flush();
            // What the file needed goes back to the system while nobody asks.
            System.gc();
        }
    }

    private static void validate(String[] profiles, File file) throws Exception {
        for (String profile : profiles) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(profile);
            if (flavour == PDFAFlavour.NO_FLAVOUR) {
                throw new IllegalArgumentException("unknown profile " + profile);
            }
            try (PDFAParser parser =
                            Foundries.defaultInstance().createParser(file, flavour);
                    PDFAValidator validator =
                            Foundries.defaultInstance()
                                    .createValidator(flavour, SHOWN, false, true, false)) {
                report(profile, validator.validate(parser));
            }
        }
    }

    private static void report(String profile, ValidationResult result) {
        System.out.println(profile + "\t" + result.getTotalAssertions());
        Map<RuleId, String> where = new TreeMap<>((a, b) -> name(a).compareTo(name(b)));
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                where.putIfAbsent(
                        assertion.getRuleId(),
                        assertion.getMessage() + " @ " + assertion.getLocation().getContext());
            }
        }
        result.getFailedChecks()
                .forEach(
                        (rule, times) ->
                                System.out.println(
                                        String.join(
                                                "\t",
                                                profile,
                                                name(rule),
                                                times.toString(),
                                                String.valueOf(where.get(rule))
                                                        .replaceAll("\\s+", " "))));
    }

    private static String name(RuleId rule) {
        return rule.getClause() + "-" + rule.getTestNumber();
    }
}
