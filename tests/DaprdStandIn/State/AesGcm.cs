using System.Buffers.Binary;
using System.Numerics;

namespace DaprdStandIn.State;

/// <summary>
/// AES-GCM with nonces of 96 bits, tags of 128 bits and no associated data. The framework's own is in OpenSSL, which a static executable
/// cannot load; this one is slow, and says by its run time what it encrypts, which is good enough for a stand-in.
/// </summary>
internal sealed class AesGcm
{
    public const int NonceSize = 12;
    private const int TagSize = 16, BlockSize = 16;

    private static readonly byte[] SBox = CreateSBox();

    private readonly byte[] _roundKeys;
    private readonly UInt128 _hashKey;

    /// <param name="key">16, 24 or 32 bytes.</param>
    public AesGcm(byte[] key)
    {
        _roundKeys = key.Length is 16 or 24 or 32 ? Expand(key) : throw new FormatException($"crypto/aes: invalid key size {key.Length}");
        _hashKey = Encrypt(UInt128.Zero);
    }

    /// <summary>Returns the encrypted text and behind it the tag.</summary>
    public byte[] Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> text)
    {
        var encrypted = Apply(nonce, text);
        return [.. encrypted, .. Tag(nonce, encrypted)];
    }

    /// <exception cref="FormatException">It was encrypted with another key, or changed since.</exception>
    public byte[] Open(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedText) =>
        sealedText.Length >= TagSize && Tag(nonce, sealedText[..^TagSize]).AsSpan().SequenceEqual(sealedText[^TagSize..])
            ? Apply(nonce, sealedText[..^TagSize])
            : throw new FormatException("cipher: message authentication failed");

    /// <summary>Encrypts or decrypts: the text is combined with a stream that nonce and key make.</summary>
    private byte[] Apply(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> text)
    {
        var result = text.ToArray();
        for (var at = 0; at < result.Length; at += BlockSize)
        {
            var stream = Bytes(Encrypt(Counter(nonce, (uint)(at / BlockSize) + 2)));
            for (var i = 0; i < Math.Min(BlockSize, result.Length - at); i++)
            {
                result[at + i] ^= stream[i];
            }
        }

        return result;
    }

    private byte[] Tag(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> encrypted)
    {
        var hash = UInt128.Zero;
        for (var at = 0; at < encrypted.Length; at += BlockSize)
        {
            var block = new byte[BlockSize];
            encrypted[at..Math.Min(at + BlockSize, encrypted.Length)].CopyTo(block);
            hash = Multiply(hash ^ BinaryPrimitives.ReadUInt128BigEndian(block));
        }

        return Bytes(Multiply(hash ^ (UInt128)(encrypted.Length * 8L)) ^ Encrypt(Counter(nonce, 1)));
    }

    /// <summary>Multiplies with the hash key in GF(2^128), bit by bit.</summary>
    private UInt128 Multiply(UInt128 factor)
    {
        var (product, shifted) = (UInt128.Zero, _hashKey);
        for (var bit = 127; bit >= 0; bit--)
        {
            product ^= (factor >> bit & 1) == 1 ? shifted : 0;
            shifted = (shifted & 1) == 1 ? shifted >> 1 ^ (UInt128)0xE1 << 120 : shifted >> 1;
        }

        return product;
    }

    private static UInt128 Counter(ReadOnlySpan<byte> nonce, uint number)
    {
        var block = new byte[BlockSize];
        nonce.CopyTo(block);
        BinaryPrimitives.WriteUInt32BigEndian(block.AsSpan(NonceSize), number);
        return BinaryPrimitives.ReadUInt128BigEndian(block);
    }

    private static byte[] Bytes(UInt128 number)
    {
        var bytes = new byte[BlockSize];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return bytes;
    }

    /// <summary>AES itself, on one block.</summary>
    private UInt128 Encrypt(UInt128 block)
    {
        var state = AddRoundKey(Bytes(block), 0);
        var rounds = _roundKeys.Length / BlockSize - 1;
        for (var round = 1; round <= rounds; round++)
        {
            // SubBytes and ShiftRows, then MixColumns in all rounds but the last.
            var shifted = state;
            state = [.. Enumerable.Range(0, BlockSize).Select(i => SBox[shifted[(i + 4 * (i % 4)) % BlockSize]])];
            state = AddRoundKey(round < rounds ? [.. state.Chunk(4).SelectMany(MixColumn)] : state, round);
        }

        return BinaryPrimitives.ReadUInt128BigEndian(state);
    }

    private byte[] AddRoundKey(byte[] state, int round) =>
        [.. state.Select((value, i) => (byte)(value ^ _roundKeys[round * BlockSize + i]))];

    private static byte[] MixColumn(byte[] column)
    {
        var all = column[0] ^ column[1] ^ column[2] ^ column[3];
        return [.. column.Select((value, i) => (byte)(value ^ all ^ Double((byte)(value ^ column[(i + 1) % 4]))))];
    }

    private static byte[] Expand(byte[] key)
    {
        var (size, keys) = (key.Length, new List<byte>(key));
        for (byte constant = 1; keys.Count < BlockSize * (size / 4 + 7);)
        {
            var word = keys[^4..].ToArray();
            if (keys.Count % size == 0)
            {
                word = [(byte)(SBox[word[1]] ^ constant), SBox[word[2]], SBox[word[3]], SBox[word[0]]];
                constant = Double(constant);
            }
            else if (size == 32 && keys.Count % size == 16)
            {
                word = [.. word.Select(value => SBox[value])];
            }

            var before = keys[^size..];
            keys.AddRange(word.Select((value, i) => (byte)(value ^ before[i])));
        }

        return [.. keys];
    }

    /// <summary>Walks through GF(2^8) with a generator and its inverse, which saves the table.</summary>
    private static byte[] CreateSBox()
    {
        var box = new byte[256];
        byte number = 1, inverse = 1;
        do
        {
            number ^= Double(number);
            inverse ^= (byte)(inverse << 1);
            inverse ^= (byte)(inverse << 2);
            inverse ^= (byte)(inverse << 4);
            inverse ^= (byte)(inverse >= 0x80 ? 0x09 : 0);
            box[number] = (byte)(0x63 ^ inverse ^ Rotated(1) ^ Rotated(2) ^ Rotated(3) ^ Rotated(4));
        }
        while (number != 1);
        box[0] = 0x63;
        return box;

        uint Rotated(int bits) => BitOperations.RotateLeft(inverse * 0x01010101u, bits);
    }

    private static byte Double(byte number) => (byte)(number << 1 ^ (number >= 0x80 ? 0x1B : 0));
}
