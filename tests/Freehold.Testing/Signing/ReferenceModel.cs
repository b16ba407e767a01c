using System.Security.Cryptography;
using System.Text;

namespace Freehold.Testing.Signing;

/// <summary>
/// A small folder of files, and bundles that the reference implementation of model signing wrote for it; see README.md beside this file.
/// </summary>
public static class ReferenceModel
{
    /// <summary>The one tensor file, by its name in the folder.</summary>
    public const string Weights = "weights/model.safetensors";

    /// <summary>The files: names whose order tells path parts from whole strings, and code points from UTF-16.</summary>
    public static IReadOnlyDictionary<string, byte[]> Files { get; } = new Dictionary<string, byte[]>
    {
        ["config.json"] = "{\"architectures\": [\"LlamaForCausalLM\"], \"hidden_size\": 8}\n"u8.ToArray(),
        ["a.txt"] = "a license of our own\n"u8.ToArray(),
        ["a/b"] = "below a\n"u8.ToArray(),
        ["a-b"] = "dash\n"u8.ToArray(),
        ["größe.txt"] = "umlaut\n"u8.ToArray(),
        ["empty.bin"] = [],
        ["\uE000.txt"] = "private use\n"u8.ToArray(),
        ["\U0001F600.txt"] = "beyond the plane\n"u8.ToArray(),
        [Weights] = Convert.FromHexString(
            "48000000000000007b2277223a207b226474797065223a2022463332222c20227368617065223a205b322c20325d2c2022646174615f6f666673657473223a205b302c"
            + "2031365d7d7d202020202020200000803f000000400000404000008040"),
    };

    /// <summary>A bundle: <c>p256.sig</c> and the others.</summary>
    public static byte[] Bundle(string name) => File.ReadAllBytes(PathOf(name));

    /// <summary>A key or a certificate in PEM.</summary>
    public static string Pem(string name) => File.ReadAllText(PathOf(name), Encoding.ASCII);

    /// <summary>Path of a bundle, a key or a certificate.</summary>
    public static string PathOf(string name) => Path.Combine(RepositoryPaths.Root, "tests", "Freehold.Testing", "Signing", name);

    /// <summary>Writes the files into a folder, and gives its path.</summary>
    public static string WriteTo(string folder)
    {
        foreach (var (name, content) in Files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }

        return folder;
    }

    /// <summary>SHA-256 of a file, lower-case hex.</summary>
    public static string Sha256Of(string name) => Convert.ToHexStringLower(SHA256.HashData(Files[name]));
}
