import java.io.File;
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
 * Validates one file against profiles: Validate 3a,ua1 file.pdf
 *
 * One line for each profile ("profile TAB assertions"), then one for each broken rule ("profile TAB
 * clause-test TAB times TAB what and where"). Ends with 0 even when rules are broken; anything else
 * means that the file could not be validated.
 */
public class Validate {
    private static final int SHOWN = 100;

    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String profile : arguments[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(profile);
            if (flavour == PDFAFlavour.NO_FLAVOUR) {
                throw new IllegalArgumentException("unknown profile " + profile);
            }
            try (PDFAParser parser =
                            Foundries.defaultInstance().createParser(new File(arguments[1]), flavour);
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
