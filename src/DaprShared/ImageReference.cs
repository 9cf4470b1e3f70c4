namespace DaprShared;

/// <summary>An image in its parts.</summary>
internal sealed record ImageReference(string Text, string Repository, string Tag, bool HasDigest)
{
    public static ImageReference Of(string text)
    {
        var name = text.Split('@')[0];
        var colon = name.LastIndexOf(':');
        var hasTag = colon > name.LastIndexOf('/');
        return new(text, (hasTag ? name[..colon] : name).Split('/')[^1], hasTag ? name[(colon + 1)..] : "", text.Contains('@'));
    }

    public Version? Version => new ContainerImage { Tag = Tag }.Version;
}
