using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Gguf;
using Freehold.Inference.Formats.Quantization;
using Freehold.Inference.Import;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Import;

public sealed class ModelImporterTests
{
    private static readonly int[] Prompt = [1, 300, 17, 42, 260, 5];
    private static readonly TinyLlamaShape Blocks = new() { HiddenSize = 64, FeedForwardSize = 96 };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_Hugging_Face_folder_imported_as_F32_gives_the_same_bits_as_the_GGUF_of_the_same_weights(int shards)
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["expected.gguf"], seed: 1);
        TinyLlama.WriteHuggingFace(folder["hf"], seed: 1, shardCount: shards);

        var report = Import(folder["hf"], folder["out.gguf"], WeightEncoding.F32, folder["expected.gguf"]);

        Assert.True(report.HasTokenizer);
        Assert.Empty(report.HalfTensors);
        Assert.Equal(Logits(folder["expected.gguf"]), Logits(folder["out.gguf"]));
        using var imported = LoadedModel.Load(folder["out.gguf"]);
        using var expected = LoadedModel.Load(folder["expected.gguf"]);
        Assert.Equal(report.Model, imported.Info with { ContextLengthTokens = report.Model.ContextLengthTokens });
        Assert.Equal(expected.Tokenizer!.Encode("the time", true, false), imported.Tokenizer!.Encode("the time", true, false));
    }

    [Fact]
    public void Q8_0_gives_nearly_the_same_logits_in_a_fraction_of_the_bytes()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteHuggingFace(folder["hf"], seed: 2, Blocks, TensorEncoding.BF16);

        var report = Import(folder["hf"], folder["out.gguf"], WeightEncoding.Q8);

        Assert.Equal((false, new FileInfo(folder["out.gguf"]).Length), (report.HasTokenizer, report.LengthBytes));
        Assert.True(report.LengthBytes < 0.7 * report.SourceBytes, $"{report.LengthBytes} of {report.SourceBytes}");
        var (expected, actual) = (Logits(folder["hf"]), Logits(folder["out.gguf"]));
        var tolerance = 0.05f * expected.Max(MathF.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        Assert.NotEqual(expected, actual);
    }

    [Fact]
    public void A_GGUF_keeps_all_that_it_says_and_gets_its_name_and_encoding()
    {
        using var folder = new TempFolder();
        TinyLlama.Gguf(seed: 3, Blocks).Set("tokenizer.chat_template", "{{ messages }}").Set("other.key", 5u).Save(folder["in.gguf"]);

        var options = new ModelImportOptions { Encoding = WeightEncoding.Q8, Name = "small" };
        var report = ModelImporter.Import(folder["in.gguf"], folder["out.gguf"], options, TestContext.Current.CancellationToken);

        using var container = GgufContainer.Open(folder["out.gguf"]);
        Assert.Equal("small", report.Model.Name);
        Assert.Equal(("{{ messages }}", 5), (container.Metadata.Text("tokenizer.chat_template"), container.Metadata.Integer("other.key")));
        Assert.Equal(7, container.Metadata.Integer("general.file_type"));
        Assert.Equal(TensorType.Q8_0, container.Tensors["blk.1.ffn_down.weight"].Type);
        Assert.Equal(TensorType.F32, container.Tensors["blk.1.ffn_norm.weight"].Type);
    }

    [Fact]
    public void Rows_that_are_no_whole_number_of_blocks_become_F16_and_are_named()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["in.gguf"], seed: 4, new TinyLlamaShape { HiddenSize = 64, FeedForwardSize = 52 });

        var report = Import(folder["in.gguf"], folder["out.gguf"], WeightEncoding.Q8);

        Assert.Equal(["blk.0.ffn_down.weight", "blk.1.ffn_down.weight"], report.HalfTensors);
        var (expected, actual) = (Logits(folder["in.gguf"]), Logits(folder["out.gguf"]));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 0.05f * expected.Max(MathF.Abs)));
    }

    [Fact]
    public void Stories260K_imports_and_tells_the_story_that_it_told_before()
    {
        if (RepositoryPaths.SharedData("stories260K") is not { } model)
        {
            Assert.Skip(RepositoryPaths.MissingSharedData("stories260K"));
            return;
        }

        using var folder = new TempFolder();

        var report = Import(Path.Combine(model, "hf"), folder["out.gguf"], WeightEncoding.Q8, Path.Combine(model, "stories260K.gguf"));

        Assert.Equal(5, report.HalfTensors.Count);
        using var before = LoadedModel.Load(Path.Combine(model, "stories260K.gguf"));
        using var after = LoadedModel.Load(folder["out.gguf"]);
        var prompt = before.Tokenizer!.Encode("Once upon a time", true, false);
        Assert.Equal(Greedy(before, prompt), Greedy(after, prompt));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(70_000f)]
    public void Weights_that_16_bits_do_not_hold_are_refused_by_tensor_and_nothing_is_left(float spoiled)
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["in.gguf"], seed: 5, Blocks);
        Spoil(folder["in.gguf"], "blk.1.attn_v.weight", spoiled);

        var fault = Assert.Throws<ModelFormatException>(() => Import(folder["in.gguf"], folder["out.gguf"], WeightEncoding.Q8));

        Assert.Equal("tensor 'blk.1.attn_v.weight'", fault.Where);
        Assert.Equal(["in.gguf"], Directory.GetFileSystemEntries(folder.FullPath).Select(Path.GetFileName));
    }

    [Fact]
    public void A_model_that_no_engine_could_run_is_refused_before_anything_is_written()
    {
        using var folder = new TempFolder();
        TinyLlama.Gguf(6, Blocks).Add("blk.0.attn_q.bias", [64], new float[64]).Save(folder["in.gguf"]);

        var fault = Assert.Throws<ModelFormatException>(() => Import(folder["in.gguf"], folder["out.gguf"], WeightEncoding.Q8));

        Assert.Contains("blk.0.attn_q.bias", fault.Where, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["out.gguf"]));
    }

    private static ModelImportReport Import(string source, string target, WeightEncoding encoding, string? tokenizer = null) =>
        ModelImporter.Import(
            source, target, new ModelImportOptions { Encoding = encoding, TokenizerPath = tokenizer }, TestContext.Current.CancellationToken);

    private static void Spoil(string path, string tensor, float value)
    {
        long offset;
        using (var container = GgufContainer.Open(path))
            offset = container.Tensors[tensor].Offset;
        using var stream = File.OpenWrite(path);
        stream.Position = offset + 40;
        stream.Write(BitConverter.GetBytes(value));
    }

    private static float[] Logits(string path)
    {
        using var model = LoadedModel.Load(path, new ModelLoadOptions { Threads = 1 });
        using var session = model.CreateSession();
        return session.Append(Prompt).ToArray();
    }

    private static int[] Greedy(LoadedModel model, int[] prompt)
    {
        using var session = model.CreateSession();
        return session.Greedy(prompt, 40);
    }
}
