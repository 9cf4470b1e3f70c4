using System.Text;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace DaprShared.Doctor;

/// <summary>A word of a command line.</summary>
/// <param name="Text">The word. <c>$(NAME)</c> in it stands for a variable.</param>
/// <param name="Node">Where it stands.</param>
internal sealed record Word(string Text, YamlNode Node);

/// <summary>The command line that a container runs: its own, or the one that it gives to a shell.</summary>
internal static partial class CommandLine
{
    private static readonly string[] _shells = ["sh", "bash", "ash", "dash"];

    // What makes more than one plain command of a script, or words that only the shell knows.
    private const string Special = ";|&<>()`*?[]{}~#!\n";

    /// <summary>Returns the words, or <see langword="null"/> where a script is more than one plain command.</summary>
    public static IReadOnlyList<Word>? Of(IReadOnlyList<YamlScalarNode> words) =>
        Script(words) is { } script ? Split(script)
        : [.. words.Select(word => new Word(word.Value ?? "", word))];

    /// <summary>Returns the script that a shell is given by <c>-c</c>, or <see langword="null"/>.</summary>
    public static YamlScalarNode? Script(IReadOnlyList<YamlScalarNode> words) =>
        words.SkipWhile(word => !_shells.Contains(word.Value?.Split('/')[^1]))
            .SkipWhile(word => !CommandOption().IsMatch(word.Value ?? "")).Skip(1).FirstOrDefault();

    private static List<Word>? Split(YamlScalarNode script)
    {
        List<Word> words = [];
        StringBuilder? word = null;
        char? quote = null;
        var text = (script.Value ?? "").Trim();
        for (var i = 0; i < text.Length; i++)
        {
            var (letter, next) = (text[i], i + 1 < text.Length ? text[i + 1] : '\0');
            if (letter == quote)
            {
                quote = null;
            }
            else if (quote is null && (letter is '\'' or '"'))
            {
                (quote, word) = (letter, word ?? new());
            }
            else if (letter == '\\' && quote != '\'')
            {
                // Before a line's end it goes on with the next line; within double quotes it is for these letters only.
                i++;
                _ = next == '\n' ? word : (word ??= new()).Append(quote is null || "$`\"\\".Contains(next) ? $"{next}" : $"\\{next}");
            }
            else if (letter == '$' && quote != '\'')
            {
                if (Variable().Match(text, i) is not { Success: true } variable)
                {
                    return null;
                }

                (word ??= new()).Append($"$({variable.Groups["name"].Value})");
                i += variable.Length - 1;
            }
            else if (quote is null && (letter is ' ' or '\t'))
            {
                Add();
            }
            else if (quote is null && Special.Contains(letter) || quote == '"' && letter == '`')
            {
                return null;
            }
            else
            {
                (word ??= new()).Append(letter);
            }
        }

        Add();
        return quote is null ? words : null;

        void Add()
        {
            words.AddRange(word is null ? [] : [new Word(word.ToString(), script)]);
            word = null;
        }
    }

    [GeneratedRegex("^-[a-z]*c$")]
    private static partial Regex CommandOption();

    // A shell's variable, or one that Kubernetes has replaced before.
    [GeneratedRegex(@"\G\$(?:\((?<name>\w+)\)|\{(?<name>\w+)\}|(?<name>\w+))")]
    private static partial Regex Variable();
}
