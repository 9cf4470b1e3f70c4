namespace DaprShared.Build;

/// <summary>The schema of SARIF 2.1.0, which the tests compare reports with.</summary>
internal static class SarifSchema
{
    public static Task Install() => NpmPackage.Install("The schema of SARIF", "sarif/2.1.0.tgz", "@microsoft/jest-sarif@1.0.0-beta.0");
}
