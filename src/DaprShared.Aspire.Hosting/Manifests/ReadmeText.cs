using System.Globalization;
using System.Text;

namespace DaprShared.Hosting;

/// <summary>The text of a <c>README.md</c> in the output: what an app needs that does not get it by itself.</summary>
internal sealed class ReadmeText
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds a text as it is.</summary>
    public void Add(FormattableString text) => _text.Append(text.ToString(CultureInfo.InvariantCulture).ReplaceLineEndings("\n"));

    /// <summary>Adds the variables of an app.</summary>
    public void AddApp(string appId, IEnumerable<KeyValuePair<string, string>> variables, IEnumerable<Token> tokens)
    {
        Add($"\n## {appId}\n\nThe app's variables:\n\n");
        foreach (var (name, value) in variables)
        {
            Add($"    - name: {name}\n      value: {value}\n");
        }

        foreach (var (variable, secret, key) in tokens)
        {
            Add($"    - name: {variable}\n      valueFrom: {{ secretKeyRef: {{ name: {secret}, key: {key} }} }}\n");
        }
    }

    public override string ToString() => _text.ToString();

    /// <summary>Returns the tokens of a daprd, where each is.</summary>
    public static IEnumerable<Token> Tokens(SharedDaprd daprd, Func<string, (string Secret, string Key)?>? whereIs = null) =>
        from token in new (string Variable, TokenReference? Reference)[]
        {
            (AppEnvironment.ApiToken, daprd.ApiToken),
            (AppEnvironment.AppToken, daprd.AppToken),
        }
        where token.Reference is not null
        let secret = token.Reference.SecretName ?? ObjectNames.TokenSecret(daprd.AppId)
        let place = whereIs?.Invoke(token.Variable) ?? (secret, token.Reference.Key)
        select new Token(token.Variable, place.Item1, place.Item2);

    /// <summary>A token: the app's variable, and the Secret and the key that it comes from.</summary>
    public sealed record Token(string Variable, string Secret, string Key);
}
