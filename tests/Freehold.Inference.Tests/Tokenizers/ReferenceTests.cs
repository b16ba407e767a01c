using Freehold.Inference.Tokenizers;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Tokenizers;

/// <summary>The texts and ids that llama.cpp tests its own tokenizers with.</summary>
public sealed class ReferenceTests
{
    private const string Separator = "\n__ggml_vocab_test__\n";
    private const int CaseCount = 47;

    [Theory]
    [InlineData("llama-spm", "reference/ggml-vocab-llama-spm.gguf")]
    [InlineData("gpt-2", "reference/ggml-vocab-gpt-2.gguf")]
    [InlineData("llama-bpe", "llama3_1/tokenizer.json")]
    [InlineData("qwen2", "qwen3/tokenizer.json")]
    public void All_47_cases_are_encoded_as_the_reference_and_decoded_back(string name, string source)
    {
        var tokenizer = TokenizerFactory.Load(Require(source));
        var reference = Require($"reference/ggml-vocab-{name}.gguf.inp");
        var texts = File.ReadAllText(reference).Split(Separator);
        var expected = File.ReadAllText(Path.ChangeExtension(reference, ".out")).Split('\n');
        Assert.Equal((CaseCount, CaseCount), (texts.Length, expected.Length));
        for (var i = 0; i < CaseCount; i++)
        {
            var ids = tokenizer.Encode(texts[i], addBeginningOfText: false);
            Assert.Equal(expected[i].Trim(), string.Join(' ', ids));
            Assert.Equal(texts[i], tokenizer.Decode(ids));
        }
    }

    [Theory]
    [InlineData("llama3_1", "<|begin_of_text|>", "<|eot_id|>", new[] { "<|eot_id|>", "<|end_of_text|>" })]
    [InlineData("qwen3", null, "<|im_end|>", new[] { "<|im_end|>", "<|endoftext|>" })]
    public void Published_files_name_where_a_text_begins_and_ends(string folder, string? beginning, string end, string[] ends)
    {
        var tokenizer = TokenizerFactory.Load(Path.GetDirectoryName(Require($"{folder}/tokenizer.json"))!);

        Assert.Equal(beginning, tokenizer.BeginningOfTextId is { } id ? tokenizer.TokenText(id) : null);
        Assert.Equal(end, tokenizer.TokenText(tokenizer.EndOfTextId!.Value));
        Assert.Equal(ends, tokenizer.EndOfTextIds.Select(tokenizer.TokenText));
        Assert.Equal(tokenizer.BeginningOfTextId is null ? [] : new[] { tokenizer.BeginningOfTextId.Value }, tokenizer.Encode(""));
    }

    private static string Require(string name)
    {
        if (RepositoryPaths.SharedData("tokenizers", name) is { } path)
            return path;
        Assert.Skip(RepositoryPaths.MissingSharedData($"tokenizers/{name}"));
        throw new InvalidOperationException("Skip does not return.");
    }
}
