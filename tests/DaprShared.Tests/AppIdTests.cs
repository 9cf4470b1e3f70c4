using Xunit;

namespace DaprShared.Tests;

public class AppIdTests
{
    /// <summary>What a Service's name allows, with "-dapr-api" behind it, written out without the validator's regular expression.</summary>
    private static bool IsLegal(string appId) =>
        appId.Length is > 0 and <= 54
        && appId.All(character => character is '-' or (>= 'a' and <= 'z') or (>= '0' and <= '9'))
        && appId[0] is >= 'a' and <= 'z' && appId[^1] != '-';

    [Fact]
    public void Random_app_ids_are_judged_as_Kubernetes_judges_Services()
    {
        const int Seed = 58;
        var random = new Random(Seed);
        for (var round = 0; round < 5_000; round++)
        {
            var appId = new string(random.GetItems<char>("abz09--A_. \n", random.Next(4)))
                + new string('a', random.Next(62))
                + new string(random.GetItems<char>("abz09--", random.Next(4)));

            var errors = Validator.Validate(new() { AppId = appId }, DaprdMode.Kubernetes).Select(found => found.Rule);

            Assert.True(IsLegal(appId) == !errors.Any(), $"seed {Seed}, round {round}: '{appId}' gave {string.Join(", ", errors)}");
        }
    }

    [Fact]
    public void A_suggested_app_id_is_legal()
    {
        const int Seed = 1;
        var random = new Random(Seed);
        for (var round = 0; round < 1_000; round++)
        {
            var appId = new string(random.GetItems<char>("aZ9-_. é", 1 + random.Next(10)));
            var suggestion = Validator.Validate(new() { AppId = appId }, DaprdMode.Kubernetes)
                .Where(found => found.Rule == DiagnosticRules.IllegalAppId && found.Fix.Contains('\'', StringComparison.Ordinal))
                .Select(found => found.Fix.Split('\'')[1]).SingleOrDefault();

            Assert.True(suggestion is null || IsLegal(suggestion), $"seed {Seed}, round {round}: '{appId}' -> '{suggestion}'");
        }
    }
}
