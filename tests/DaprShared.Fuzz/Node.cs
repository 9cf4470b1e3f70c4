using System.Text;

namespace DaprShared.Fuzz;

/// <summary>A piece of YAML as somebody writes it: the text of a scalar, or a collection in one of the two styles.</summary>
internal abstract record Node
{
    public static Node Of(string text) => new Raw(text);

    /// <summary>Returns a file that has this.</summary>
    public string Document()
    {
        var text = new StringBuilder();
        Write(text, 0, isFlow: false);
        return text.ToString().TrimStart('\n') + "\n";
    }

    protected abstract void Write(StringBuilder text, int indent, bool isFlow);

    public sealed record Raw(string Text) : Node
    {
        protected override void Write(StringBuilder text, int indent, bool isFlow) => text.Append(Text);
    }

    public sealed record Map(IReadOnlyList<(string Key, Node Value)> Entries, bool IsFlow = false) : Node
    {
        protected override void Write(StringBuilder text, int indent, bool isFlow)
        {
            if (isFlow || IsFlow || Entries.Count == 0)
            {
                text.Append('{');
                foreach (var (key, value) in Entries)
                {
                    text.Append(key).Append(": ");
                    value.Write(text, indent, isFlow: true);
                    text.Append(", ");
                }

                text.Append('}');
                return;
            }

            foreach (var (key, value) in Entries)
            {
                text.Append('\n').Append(' ', indent).Append(key).Append(": ");
                value.Write(text, indent + 2, isFlow: false);
            }
        }
    }

    public sealed record List(IReadOnlyList<Node> Items, bool IsFlow = false) : Node
    {
        protected override void Write(StringBuilder text, int indent, bool isFlow)
        {
            if (isFlow || IsFlow || Items.Count == 0)
            {
                text.Append('[');
                foreach (var item in Items)
                {
                    item.Write(text, indent, isFlow: true);
                    text.Append(", ");
                }

                text.Append(']');
                return;
            }

            foreach (var item in Items)
            {
                text.Append('\n').Append(' ', indent).Append("- ");
                item.Write(text, indent + 2, isFlow: false);
            }
        }
    }
}
