using System.Security.Cryptography;
using Freehold.Inference.Formats;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Formats;

public sealed class ModelFileTests
{
    [Fact]
    public void A_gguf_file_gives_its_configuration_tensors_and_digest()
    {
        using var folder = new TempFolder();
        var shape = new TinyLlamaShape { ContextLength = 99 };
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 3, shape);

        using var file = ModelFile.Open(folder["tiny.gguf"]);

        Assert.Equal("llama", file.Config.Family);
        Assert.Equal("tiny-llama", file.Config.Name);
        Assert.Equal((99, shape.HiddenSize, shape.FeedForwardSize), (file.Config.ContextLength, file.Config.HiddenSize, file.Config.FeedForwardSize));
        Assert.Equal(TinyVocabulary.Size, file.Config.VocabularySize);
        Assert.Equal([shape.FeedForwardSize, shape.HiddenSize], file.Tensors["blk.1.ffn_up.weight"].Shape);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder["tiny.gguf"]))), file.ComputeDigest());
        Assert.Equal(TinyVocabulary.Tokens, file.ReadVocabulary()!.Tokens);
    }

    [Fact]
    public void Version_2_is_read_too()
    {
        using var folder = new TempFolder();
        var writer = TinyLlama.Gguf(seed: 3);
        writer.Version = 2;
        writer.Save(folder["old.gguf"]);

        using var file = ModelFile.Open(folder["old.gguf"]);
        Assert.Equal("llama", file.Config.Family);
    }

    [Fact]
    public void A_folder_with_one_gguf_file_opens_it_and_with_two_asks_which()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["a.gguf"], seed: 3);
        ModelFile.Open(folder.FullPath).Dispose();

        TinyLlama.WriteGguf(folder["b.gguf"], seed: 4);
        Assert.Contains("2 .gguf files", Assert.Throws<ModelFormatException>(() => ModelFile.Open(folder.FullPath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_hold_the_same_tensors_as_one_file()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteHuggingFace(folder["one"], seed: 5);
        TinyLlama.WriteHuggingFace(folder["three"], seed: 5, shardCount: 3);

        using var one = ModelFile.Open(folder["one"]);
        using var three = ModelFile.Open(folder["three"]);

        Assert.Equal(one.Tensors.Keys.Order(), three.Tensors.Keys.Order());
        foreach (var (name, tensor) in one.Tensors)
            Assert.True(tensor.Rows(0, 1).SequenceEqual(three.Tensors[name].Rows(0, 1)), name);
        Assert.NotEqual(one.ComputeDigest(), three.ComputeDigest());
    }

    [Fact]
    public void Rows_outside_a_tensor_cannot_be_read()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 3);
        using var file = ModelFile.Open(folder["tiny.gguf"]);
        var tensor = file.Tensors["blk.0.attn_q.weight"];

        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = tensor.Rows(tensor.Shape[0], 1); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = tensor.Rows(-1, 1); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = tensor.Rows(0, int.MaxValue); });
    }

    [Fact]
    public void A_closed_file_cannot_be_read()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 3);
        var file = ModelFile.Open(folder["tiny.gguf"]);
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(() => { _ = file.Tensors["output_norm.weight"].Rows(0, 1); });
    }

    [Fact]
    public void A_missing_file_is_the_systems_own_fault() =>
        Assert.ThrowsAny<IOException>(() => ModelFile.Open(Path.Combine(Path.GetTempPath(), "no-such-model.gguf")));
}
