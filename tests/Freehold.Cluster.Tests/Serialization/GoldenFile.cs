using Freehold.Testing;

namespace Freehold.Cluster.Tests.Serialization;

/// <summary>
/// What one version of a contract is, in a file of the name <c>alias.vN.hex</c>: lines with <c>#</c> say it in words, the others are the bytes of its
/// full example. A file is written once and never changed; a contract that grew gets the next version beside it.
/// </summary>
internal sealed record GoldenFile(string Alias, int Version, string Text)
{
    /// <summary>Set to 1, a contract without a file of its present version gets one.</summary>
    public const string WriteVariable = "FREEHOLD_WRITE_GOLDEN";

    private const int BytesPerLine = 64;

    private static readonly string Folder = Path.Combine(
        RepositoryPaths.Root, "tests", "Freehold.Cluster.Tests", "Serialization", "Golden");

    /// <summary>What the contract is, a line each.</summary>
    public string[] Lines => [.. Text.Split('\n').Where(line => line.StartsWith("# ", StringComparison.Ordinal)).Select(line => line[2..])];

    /// <summary>The bytes of the full example.</summary>
    public byte[] Bytes => Convert.FromHexString(string.Concat(Text.Split('\n').Where(line => !line.StartsWith('#'))));

    private string FullPath => Path.Combine(Folder, $"{Alias}.v{Version}.hex");

    /// <summary>All files, of all versions.</summary>
    public static IEnumerable<GoldenFile> All() => Directory.EnumerateFiles(Folder, "*.hex").Order(StringComparer.Ordinal).Select(Load);

    /// <summary>The file of the newest version, or null where there is none.</summary>
    public static GoldenFile? Newest(string alias) => All().Where(file => file.Alias == alias).MaxBy(file => file.Version);

    public static string Compose(IEnumerable<string> lines, ReadOnlySpan<byte> bytes)
    {
        var text = lines.Select(line => $"# {line}\n").ToList();
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(BytesPerLine, bytes.Length)..])
        {
            text.Add($"{Convert.ToHexStringLower(bytes[..Math.Min(BytesPerLine, bytes.Length)])}\n");
        }

        return string.Concat(text);
    }

    /// <summary>Compares a contract as it is today with its newest file; writes the next version where that is asked for.</summary>
    public static void Check(string alias, string today)
    {
        var newest = Newest(alias);
        if (newest?.Text == today)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            new GoldenFile(alias, (newest?.Version ?? 0) + 1, today).Write();
            return;
        }

        const string Command = $"{WriteVariable}=1 ActorRuntime=Orleans dotnet test tests/Freehold.Cluster.Tests --filter GoldenTests";
        Assert.True(newest is not null, $"{alias} is new and has no golden file. Write it with `{Command}`, read it, and commit it.");
        Assert.Fail(
            $"{alias} is no longer what {Path.GetFileName(newest.FullPath)} says. Numbers, aliases, names and types never change: put them back. Where "
            + $"something was added, write the next version with `{Command}` (the old one stays), and see ContractVersion for what else that asks for."
            + $"\n\n{newest.FullPath}:\n{newest.Text}\nToday:\n{today}");
    }

    private static GoldenFile Load(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var dot = name.LastIndexOf(".v", StringComparison.Ordinal);
        return new GoldenFile(name[..dot], int.Parse(name.AsSpan(dot + 2), null), File.ReadAllText(path));
    }

    private void Write()
    {
        using var file = new StreamWriter(new FileStream(FullPath, FileMode.CreateNew));
        file.Write(Text);
    }
}
