using System.Text;

namespace DaprdStandIn.State;

/// <param name="Name">The name of the secret that holds it.</param>
internal sealed record EncryptionKey(string Name, AesGcm Cipher)
{
    /// <param name="hex">16, 24 or 32 bytes in hexadecimal digits.</param>
    public EncryptionKey(string name, string hex)
        : this(name, new AesGcm(Convert.FromHexString(hex)))
    {
    }
}

/// <summary>The keys of a state store that daprd encrypts for: what is stored ends in the name of the key.</summary>
internal sealed record EncryptionKeys(EncryptionKey Primary, EncryptionKey? Secondary)
{
    private const string Separator = "||";

    public ReadOnlyMemory<byte> Encrypt(ReadOnlyMemory<byte> value)
    {
        // The parts of a UUID that are random throughout; the framework's random numbers come from OpenSSL, too.
        var random = Guid.NewGuid().ToByteArray();
        byte[] nonce = [.. random[..6], .. random[10..]];
        return Encoding.UTF8.GetBytes(
            Convert.ToBase64String([.. nonce, .. Primary.Cipher.Seal(nonce, value.Span)]) + Separator + Primary.Name);
    }

    /// <exception cref="FormatException">It was not encrypted with one of these keys.</exception>
    public ReadOnlyMemory<byte> Decrypt(ReadOnlyMemory<byte> value)
    {
        var text = Encoding.UTF8.GetString(value.Span);
        var at = text.LastIndexOf(Separator, StringComparison.Ordinal);
        var name = at < 0 ? "" : text[(at + Separator.Length)..];
        var key = Primary.Name == name ? Primary
            : Secondary?.Name == name ? Secondary
            : throw new FormatException($"there is no encryption key {name}");
        var bytes = Convert.FromBase64String(text[..at]);
        return key.Cipher.Open(bytes.AsSpan(0, AesGcm.NonceSize), bytes.AsSpan(AesGcm.NonceSize));
    }
}
