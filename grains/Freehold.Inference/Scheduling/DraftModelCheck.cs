using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Scheduling;

/// <summary>Whether one model can write ahead for another: a token must mean the same to both.</summary>
internal static class DraftModelCheck
{
    /// <exception cref="ArgumentException">The models' tokens differ.</exception>
    public static void Require(LoadedModel model, LoadedModel draft)
    {
        if (Difference(model.Tokenizer, draft.Tokenizer) is { } difference)
        {
            throw new ArgumentException(
                $"Model '{draft.Info.Name}' cannot draft for '{model.Info.Name}': {difference}. Take a smaller model of the same family.", nameof(draft));
        }
    }

    private static string? Difference(ITokenizer? model, ITokenizer? draft)
    {
        if (model is null || draft is null)
            return "one of them has no tokenizer";
        if (model.VocabularySize != draft.VocabularySize)
            return $"their vocabularies have {draft.VocabularySize} and {model.VocabularySize} tokens";
        for (var id = 0; id < model.VocabularySize; id++)
        {
            if (!model.Bytes(id).SequenceEqual(draft.Bytes(id)))
                return $"token {id} is another text";
        }

        return null;
    }
}
