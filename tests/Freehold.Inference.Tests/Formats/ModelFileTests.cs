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

    [Fact]
    public void A_Hugging_Face_folder_brings_its_tokenizer_and_the_ends_of_its_texts()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteHuggingFace(folder.FullPath, seed: 5);
        TinyTokenizerJson.SentencePiece().Save(folder["tokenizer.json"]);
        File.WriteAllText(folder["tokenizer_config.json"], """{ "bos_token": { "content": "<s>" }, "eos_token": "</s>" }""");
        File.WriteAllText(folder["generation_config.json"], """{ "eos_token_id": [2, 7] }""");

        using var model = LoadedModel.Load(folder.FullPath, new ModelLoadOptions { Threads = 1 });

        Assert.Equal((1, 2), (model.Tokenizer!.BeginningOfTextId, model.Tokenizer.EndOfTextId));
        Assert.Contains(7, model.Config.EndOfTextIds);
        Assert.Equal("once day", model.Tokenizer.Decode(model.Tokenizer.Encode("once day")));
    }

    [Fact]
    public void A_tokenizer_may_be_named_as_a_gguf_file_a_tokenizer_json_or_its_folder()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteHuggingFace(folder["model"], seed: 5);
        TinyLlama.WriteGguf(folder["tiny.gguf"], seed: 5);
        Directory.CreateDirectory(folder["tokenizer"]);
        var json = TinyTokenizerJson.SentencePiece().Save(Path.Combine(folder["tokenizer"], "tokenizer.json"));

        foreach (var path in (string[])[folder["tiny.gguf"], folder["tokenizer"], json])
        {
            using var model = LoadedModel.Load(folder["model"], new ModelLoadOptions { Threads = 1, TokenizerPath = path });
            Assert.Equal("a day", model.Tokenizer!.Decode(model.Tokenizer.Encode("a day")));
        }
    }
}
