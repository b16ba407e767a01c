using System.Buffers.Binary;
using System.Text;
using Freehold.Inference.Formats;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Formats;

/// <summary>Each way in which a GGUF file can be wrong, and what we say about it.</summary>
public sealed class GgufBadFileTests
{
    private const int VersionAt = 4, TensorCountAt = 8, MetadataCountAt = 16, FirstKeyLengthAt = 24;

    private static readonly TinyLlamaShape Shape = new() { HiddenSize = 8, FeedForwardSize = 12, LayerCount = 1, HeadCount = 2, KvHeadCount = 1 };

    private static readonly Dictionary<string, (Func<byte[]> Make, string What, string Where)> Cases = new()
    {
        ["empty"] = (() => [], "empty", "byte offset 0"),
        ["three bytes"] = (() => "GGU"u8.ToArray(), "ends inside the magic number", "byte offset 0"),
        ["wrong magic"] = (() => Patched(0, "ELF\u007f"u8), "not a GGUF file", "byte offset 0"),
        ["version 1"] = (() => Patched(VersionAt, UInt32(1)), "version 1 is not supported", "byte offset 4"),
        ["big endian"] = (() => Patched(VersionAt, UInt32(0x0300_0000)), "big-endian", "byte offset 4"),
        ["cut inside the metadata"] = (() => Good()[..200], "", "byte offset"),
        ["cut inside the tensor data"] = (() => Good()[..^64], "reach past the end", "tensor"),
        ["tensor count lies"] = (() => Patched(TensorCountAt, UInt64(1UL << 60)), "tensor count", "byte offset 8"),
        ["tensor count is all ones"] = (() => Patched(TensorCountAt, UInt64(ulong.MaxValue)), "tensor count", "byte offset 8"),
        ["metadata count lies"] = (() => Patched(MetadataCountAt, UInt64(1UL << 40)), "metadata count", "byte offset 16"),
        ["key length lies"] = (() => Patched(FirstKeyLengthAt, UInt64(ulong.MaxValue)), "does not fit", "byte offset 24"),
        ["key length is zero"] = (() => Patched(FirstKeyLengthAt, UInt64(0)), "must be 1 to", "byte offset 24"),
        ["key is not UTF-8"] = (() => Patched(FirstKeyLengthAt + 8, [0xFF, 0xFE]), "not UTF-8", "byte offset 24"),
        ["unknown metadata type"] = (
            () => Patched(FirstKeyLengthAt + 8 + "general.architecture".Length, UInt32(99)), "unknown type 99", "byte offset"),
        ["key twice"] = (() => Tiny().Set("general.name", "again").ToArray(), "'general.name' occurs twice", "byte offset"),
        ["array longer than the file"] = (
            () => HugeArray(), "count of 'huge'", "byte offset"),
        ["nested array"] = (() => NestedArray(), "unsupported element type 9", "byte offset"),
        ["tensor twice"] = (() => Tiny().Add("output_norm.weight", [8], new float[8]).ToArray(), "occurs twice", "tensor 'output_norm.weight'"),
        ["shape overflows"] = (() => RawTensor([int.MaxValue, int.MaxValue, int.MaxValue], 0), "does not fit", "tensor 'extra'"),
        ["shape is larger than the file"] = (() => RawTensor([1 << 20, 1 << 10], 0), "does not fit", "tensor 'extra'"),
        ["extent of zero"] = (() => RawTensor([0, 4], 0), "does not fit", "tensor 'extra'"),
        ["five dimensions"] = (() => RawTensor([1, 1, 1, 1, 1], 0), "5 dimensions", "byte offset"),
        ["half a block"] = (() => RawTensor([1, 40], 8), "not a whole number of Q8_0 blocks", "tensor 'extra'"),
        ["unsupported type"] = (() => RawTensor([4], 10), "type Q2_K (10) is not supported", "tensor 'extra'"),
        ["unknown type"] = (() => RawTensor([4], 4_000_000_000), "unknown (4000000000)", "tensor 'extra'"),
        ["tensor that Llama has not"] = (() => RawTensor([4], 0), "has no use for this tensor", "tensor 'extra'"),
        ["alignment of three"] = (() => Tiny().Set("general.alignment", 3u).ToArray(), "power of two", "key 'general.alignment'"),
        ["offsets that are not aligned"] = (
            () => Tiny().Set("general.alignment", 4096u).ToArray(), "not a multiple of the alignment 4096", "tensor"),
        ["another family"] = (
            () => new GgufWriter().Set("general.architecture", "mamba").ToArray(),
            "model family 'mamba' is not supported; supported: llama", "key 'general.architecture'"),
        ["no family"] = (() => new GgufWriter().Set("general.name", "x").ToArray(), "is missing", "key 'general.architecture'"),
        ["a size is missing"] = (
            () => new GgufWriter().Set("general.architecture", "llama").ToArray(), "is missing", "key 'llama.embedding_length'"),
        ["a size is a text"] = (
            () => new GgufWriter().Set("general.architecture", "llama").Set("llama.embedding_length", "eight").ToArray(),
            "not a whole number", "key 'llama.embedding_length'"),
        ["heads do not divide"] = (
            () => Gguf(Shape with { KvHeadCount = 3 }), "divisor", "configuration"),
        ["no heads"] = (() => Gguf(Shape with { HeadCount = 0 }, built: Shape), "head count", "configuration"),
        ["shape differs from the sizes"] = (
            () => Gguf(Shape with { FeedForwardSize = 13 }, built: Shape), "the configuration says [13, 8]", "tensor 'blk.0.ffn_gate.weight'"),
        ["a layer is missing"] = (() => Gguf(Shape with { LayerCount = 2 }, built: Shape), "missing", "tensor 'blk.1.attn_norm.weight'"),
        ["rotary scaling"] = (
            () => Tiny().Set("llama.rope.scaling.type", "yarn").ToArray(), "scaling.type 'yarn' is not supported", "key 'llama.rope.scaling.type'"),
        ["tokens without kinds for all"] = (() => ShortScores(), "has 1 elements for 2 tokens", "key 'tokenizer.ggml.scores'"),
        ["no weights"] = (() => VocabularyOnly(), "no embedding table", "tensor 'token_embd.weight'"),
    };

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void A_bad_file_is_refused_with_what_where_and_remedy(string name)
    {
        using var folder = new TempFolder();
        var path = folder["bad.gguf"];
        File.WriteAllBytes(path, Cases[name].Make());

        var refusal = Assert.Throws<ModelFormatException>(() =>
            LoadedModel.Load(path, new ModelLoadOptions { Threads = 1 }).Dispose());

        Assert.Contains(Cases[name].What, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Cases[name].Where, refusal.Where, StringComparison.Ordinal);
        Assert.Equal(path, refusal.File);
        Assert.NotEmpty(refusal.Remedy);
    }

    [Fact]
    public void The_file_that_the_cases_spoil_is_good()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["good.gguf"], Good());
        using var model = LoadedModel.Load(folder["good.gguf"], new ModelLoadOptions { Threads = 1 });
        Assert.Equal("tiny-llama", model.Info.Name);
    }

    private static GgufWriter Tiny() => TinyLlama.Gguf(seed: 1, Shape);

    private static byte[] Good() => Tiny().ToArray();

    private static byte[] Patched(int at, ReadOnlySpan<byte> bytes)
    {
        var file = Good();
        bytes.CopyTo(file.AsSpan(at));
        return file;
    }

    private static byte[] RawTensor(int[] shape, uint type) => Tiny().AddRaw("extra", shape, type, new byte[64]).ToArray();

    // The configuration of one shape over the tensors of another.
    private static byte[] Gguf(TinyLlamaShape claimed, TinyLlamaShape? built = null)
    {
        var file = TinyLlama.Gguf(1, built ?? claimed with { KvHeadCount = 1 }).ToArray();
        Replace("llama.feed_forward_length", claimed.FeedForwardSize);
        Replace("llama.block_count", claimed.LayerCount);
        Replace("llama.attention.head_count", claimed.HeadCount);
        Replace("llama.attention.head_count_kv", claimed.KvHeadCount);
        return file;

        void Replace(string key, int value)
        {
            var at = file.AsSpan().IndexOf([.. UInt64((ulong)key.Length), .. Encoding.UTF8.GetBytes(key)]);
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at + 8 + key.Length + 4), value);
        }
    }

    private static byte[] HugeArray() => PatchArray(UInt32(4), UInt64(1UL << 61));

    private static byte[] NestedArray() => PatchArray(UInt32(9), UInt64(1));

    private static byte[] PatchArray(byte[] elementType, byte[] count)
    {
        var file = Tiny().Set("huge", new[] { 1u, 2u }).ToArray();
        var at = file.AsSpan().IndexOf("huge"u8) + 4 + 4;
        elementType.CopyTo(file, at);
        count.CopyTo(file, at + 4);
        return file;
    }

    private static byte[] ShortScores()
    {
        var writer = new GgufWriter();
        foreach (var key in (string[])["llama.context_length", "llama.embedding_length", "llama.feed_forward_length", "llama.block_count"])
            writer.Set(key, key.EndsWith("block_count", StringComparison.Ordinal) ? 1u : 2u);
        return TinyTensors(writer.Set("general.architecture", "llama").Set("llama.attention.head_count", 1u)
            .Set("llama.attention.layer_norm_rms_epsilon", 1e-5f).Set("tokenizer.ggml.model", "llama")
            .Set("tokenizer.ggml.tokens", new[] { "a", "b" }).Set("tokenizer.ggml.scores", new[] { 1f })).ToArray();
    }

    private static GgufWriter TinyTensors(GgufWriter writer)
    {
        foreach (var name in (string[])["token_embd", "blk.0.attn_q", "blk.0.attn_k", "blk.0.attn_v", "blk.0.attn_output",
            "blk.0.ffn_gate", "blk.0.ffn_up", "blk.0.ffn_down"])
            writer.Add(name + ".weight", [2, 2], new float[4]);
        foreach (var name in (string[])["blk.0.attn_norm", "blk.0.ffn_norm", "output_norm"])
            writer.Add(name + ".weight", [2], new float[2]);
        return writer;
    }

    private static byte[] VocabularyOnly()
    {
        var writer = new GgufWriter().Set("general.architecture", "llama").Set("llama.embedding_length", 8u)
            .Set("llama.attention.head_count", 1u).Set("llama.context_length", 8u).Set("llama.feed_forward_length", 8u)
            .Set("llama.block_count", 1u).Set("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        TinyVocabulary.WriteTo(writer);
        return writer.ToArray();
    }

    private static byte[] UInt32(uint value) => BitConverter.GetBytes(value);

    private static byte[] UInt64(ulong value) => BitConverter.GetBytes(value);
}
