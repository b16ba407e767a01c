using Freehold.Inference.Tokenizers;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Tokenizers;

/// <summary>The texts and ids that llama.cpp tests its own tokenizers with.</summary>
public sealed class ReferenceTests
{
    private const string Separator = "\n__ggml_vocab_test__\n";
    private const int CaseCount = 47;

    [Fact]
    public void All_47_llama_spm_cases_are_encoded_as_the_reference()
    {
        const string name = "ggml-vocab-llama-spm.gguf";
        if (RepositoryPaths.SharedData("tokenizers", "reference", name) is not { } path)
        {
            Assert.Skip(RepositoryPaths.MissingSharedData($"tokenizers/reference/{name}"));
            return;
        }

        var tokenizer = TokenizerFactory.FromGguf(path);
        var texts = File.ReadAllText(path + ".inp").Split(Separator);
        var expected = File.ReadAllText(path + ".out").Split('\n');
        Assert.Equal((CaseCount, CaseCount), (texts.Length, expected.Length));
        for (var i = 0; i < CaseCount; i++)
        {
            var ids = tokenizer.Encode(texts[i], addBeginningOfText: false);
            Assert.Equal(expected[i].Trim(), string.Join(' ', ids));
            Assert.Equal(texts[i], tokenizer.Decode(ids));
        }
    }
}
