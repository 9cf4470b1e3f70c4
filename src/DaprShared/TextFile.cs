using System.Buffers;
using System.Text;

namespace DaprShared;

/// <summary>Reads files that users wrote. They are UTF-8, or it is said where they are not.</summary>
internal static class TextFile
{
    /// <summary>Returns what is in a file, without the mark that UTF-8 may begin with.</summary>
    /// <exception cref="InvalidDataException">It is not UTF-8; the message has the place.</exception>
    public static string Read(string path) => Decode(File.ReadAllBytes(path));

    /// <summary>Returns what a stream holds.</summary>
    /// <exception cref="InvalidDataException">It is not UTF-8; the message has the place.</exception>
    public static string Read(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Decode(bytes.ToArray());
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        var (line, column) = (1, 1);
        for (var rest = bytes; rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf8(rest, out var rune, out var length) != OperationStatus.Done)
            {
                throw new InvalidDataException($"line {line}, column {column}: byte 0x{rest[0]:X2} is not UTF-8.");
            }

            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + 1);
            rest = rest[length..];
        }

        return Encoding.UTF8.GetString(bytes);
    }
}
