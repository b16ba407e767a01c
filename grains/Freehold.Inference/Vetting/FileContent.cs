using System.Buffers.Binary;

namespace Freehold.Inference.Vetting;

/// <summary>What a file is by its first bytes, whatever it is called.</summary>
public enum FileContent
{
    /// <summary>No byte at all.</summary>
    Empty,

    /// <summary>Characters, as far as its beginning tells.</summary>
    Text,

    /// <summary>A GGUF file.</summary>
    Gguf,

    /// <summary>A safetensors file.</summary>
    Safetensors,

    /// <summary>Python's pickle: reading it runs what it says.</summary>
    Pickle,

    /// <summary>An archive: PyTorch's files are zip files with a pickle in them.</summary>
    Archive,

    /// <summary>A program.</summary>
    Program,

    /// <summary>A picture.</summary>
    Picture,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Looks at the first bytes of a file.</summary>
internal static class FileContents
{
    /// <summary>So many bytes are looked at.</summary>
    public const int HeadBytes = 512;

    // Of a safetensors header; a longer one is none that anybody reads.
    private const ulong MaxHeaderBytes = 100_000_000;

    private static readonly (byte[] Magic, FileContent Content)[] Magics =
    [
        ("GGUF"u8.ToArray(), FileContent.Gguf),
        ("PK\x03\x04"u8.ToArray(), FileContent.Archive), ("PK\x05\x06"u8.ToArray(), FileContent.Archive),
        ([0x1f, 0x8b], FileContent.Archive), ("BZh"u8.ToArray(), FileContent.Archive),
            ([0xfd, 0x37, 0x7a, 0x58, 0x5a], FileContent.Archive),
        ([0x28, 0xb5, 0x2f, 0xfd], FileContent.Archive), ([0x37, 0x7a, 0xbc, 0xaf], FileContent.Archive),
            ("Rar!"u8.ToArray(), FileContent.Archive),
        ([0x7f, (byte)'E', (byte)'L', (byte)'F'], FileContent.Program), ("MZ"u8.ToArray(), FileContent.Program),
            ("#!"u8.ToArray(), FileContent.Program),
        ([0xfe, 0xed, 0xfa], FileContent.Program), ([0xcf, 0xfa, 0xed, 0xfe], FileContent.Program),
            ([0xca, 0xfe, 0xba, 0xbe], FileContent.Program),
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], FileContent.Picture), ([0xff, 0xd8, 0xff], FileContent.Picture),
            ("GIF8"u8.ToArray(), FileContent.Picture),
        // The old form of PyTorch's files is a pickle of this number in front of another pickle.
        ([0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46], FileContent.Pickle),
        ([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'], FileContent.Pickle), // NumPy's files may hold pickled objects.
    ];

    public static FileContent Of(ReadOnlySpan<byte> head, long length)
    {
        if (length == 0)
            return FileContent.Empty;
        foreach (var (magic, content) in Magics)
        {
            if (head.StartsWith(magic))
                return content;
        }

        if (IsPickle(head))
            return FileContent.Pickle;
        if (head.Length > 8 && head[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(head) is > 1 and < MaxHeaderBytes)
            return FileContent.Safetensors;
        return head.ContainsAnyInRange((byte)0, (byte)8) ? FileContent.Other : FileContent.Text;
    }

    // Protocols 2 to 5 begin with their number; protocols 0 and 1 are told by what they begin with: 'import this name of that module', or a
    // collection that is put into memo 0.
    private static bool IsPickle(ReadOnlySpan<byte> head) =>
        (head.Length > 2 && head[0] == 0x80 && head[1] is >= 2 and <= 5)
        || (head.StartsWith("c"u8) && IsImport(head[1..]))
        || (head.StartsWith("(c"u8) && IsImport(head[2..]))
        || head.StartsWith("(dp0\n"u8) || head.StartsWith("(lp0\n"u8) || head.StartsWith("(dp1\n"u8) || head.StartsWith("(lp1\n"u8);

    private static bool IsImport(ReadOnlySpan<byte> rest) =>
        SkipName(ref rest) && SkipName(ref rest) && rest.Length > 0
            && rest[0] is (byte)'(' or (byte)'p' or (byte)'q' or (byte)')' or (byte)'.';

    private static bool SkipName(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'\n');
        if (end < 1)
            return false;
        foreach (var c in rest[..end])
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'_' or (byte)'.'))
                return false;
        }

        rest = rest[(end + 1)..];
        return true;
    }
}
