namespace DaprShared.Tool.Chart;

/// <summary>Tokens: always a Secret, never a literal. A literal in the values is not kept, not even in memory.</summary>
internal sealed partial class Draft
{
    private bool _literalApiToken, _literalInitToken;

    public void LiteralApiToken(string token) => _literalApiToken = token.Length > 0;

    public void LiteralInitToken(string token)
    {
        _literalInitToken = token.Length > 0;
        if (!_literalInitToken)
        {
            Report(DiagnosticRules.IgnoredValue, "shared.initContainer.token", "has no effect: the chart never gave it to daprd.",
                "Remove it.");
        }
    }

    private void Tokens(SharedDaprd daprd)
    {
        if (_literalApiToken)
        {
            Report(DiagnosticRules.LiteralToken, "shared.daprd.token", daprd.ApiToken is { } token
                    ? $"is not written anywhere; daprd takes the token from key '{token.Key}' of Secret '{SecretOf(daprd, token)}' instead."
                    : "is not written anywhere, and shared.daprd.tokenSecret.name switches the token off.",
                "Remove it from the values"
                + $"{(daprd.ApiToken is null ? "" : $", and keep it in the Secret: {CreateSecret(daprd, daprd.ApiToken)}")}");
        }

        if (_literalInitToken)
        {
            var token = daprd.AppToken ?? new($"{daprd.AppId}-app-token");
            Report(DiagnosticRules.LiteralToken, "shared.initContainer.token",
                "is not written anywhere and has no effect: the chart never gave it to daprd.",
                "Remove it from the values. If it was meant as the app's token (APP_API_TOKEN), keep it in a Secret and name that in "
                + $"shared.daprd.appTokenSecret.name: {CreateSecret(daprd, token)}");
        }

        if (AppTokenKey is not null && string.IsNullOrEmpty(AppTokenSecret))
        {
            Report(DiagnosticRules.MissingValue, "shared.daprd.appTokenSecret.name", "is missing beside shared.daprd.appTokenSecret.key.",
                "Name the Secret, or remove the key.");
        }
    }

    private TokenReference? ApiToken => ApiTokenSecret == "" ? null : new(ApiTokenSecret, ApiTokenKey ?? "token");

    private TokenReference? AppToken => string.IsNullOrEmpty(AppTokenSecret) ? null : new(AppTokenSecret, AppTokenKey ?? "token");

    // From standard input: a token on a command line can be read by every process of the machine.
    private string CreateSecret(SharedDaprd daprd, TokenReference token) =>
        $"printf %s \"$TOKEN\" | kubectl create secret generic {SecretOf(daprd, token)}{(Namespace is null ? "" : $" -n {Namespace}")} "
        + $"--from-file={token.Key}=/dev/stdin";

    private static string SecretOf(SharedDaprd daprd, TokenReference token) => token.SecretName ?? ObjectNames.TokenSecret(daprd.AppId);
}
