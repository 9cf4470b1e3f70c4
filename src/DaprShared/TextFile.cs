using System.Buffers;
using System.Text;

namespace DaprShared;

/// <summary>Reads files that users wrote. They are UTF-8, or it is said where they are not.</summary>
internal static class TextFile
{
    // What a person writes is far smaller, and the API server takes no object of more than 1.5 MiB; a device may have no end.
    private const int LargestFile = 16 * 1024 * 1024;

    /// <summary>Returns what is in a file, without the mark that UTF-8 may begin with.</summary>
    /// <exception cref="InvalidDataException">It is not UTF-8, and the message has the place; or it is too large.</exception>
    public static string Read(string path)
    {
        if (path.Length == 0)
        {
            throw new FileNotFoundException("its path is empty.");
        }

        using var file = File.OpenRead(path);
        return Read(file);
    }

    /// <summary>Returns what a stream holds.</summary>
    /// <exception cref="InvalidDataException">It is not UTF-8, and the message has the place; or it is too large.</exception>
    public static string Read(Stream stream)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (stream.Read(buffer) is var length && length > 0)
        {
            bytes.Write(buffer, 0, length);
            if (bytes.Length > LargestFile)
            {
                throw new InvalidDataException($"it has more than {LargestFile / 1024 / 1024} MiB.");
            }
        }

        return Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
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
