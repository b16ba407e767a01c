namespace Freehold.Inference.Embeddings;

/// <summary>Turns a request's texts into tokens, within the model's bounds and the request's.</summary>
internal static class EmbeddingInputs
{
    /// <summary>The first thing wrong with a request, or null and its texts: [texts][tokens].</summary>
    public static EngineRefusal? Read(EmbeddingRequest request, EmbeddingEngine engine, out int[][] texts)
    {
        texts = [];
        if (request.Texts is null == request.TokenIds is null)
            return new InvalidRequestRefusal(nameof(request.Texts), $"give either them or {nameof(request.TokenIds)}.");
        var count = request.Texts?.Count ?? request.TokenIds!.Count;
        if (count is 0 or > EmbeddingRequest.MaxInputs)
            return new InvalidRequestRefusal("input", $"give 1 to {EmbeddingRequest.MaxInputs} texts, not {count}.");
        if (request.Texts is not null && engine.Tokenizer is null)
            return new TokenizerMissingRefusal(engine.Info.Name);

        var read = new int[count][];
        var total = 0;
        for (var i = 0; i < count; i++)
        {
            var refusal = request.Texts is { } given
                ? Encode(given[i], i, engine, out read[i])
                : Check(request.TokenIds![i], i, engine, out read[i]);
            if (refusal is not null)
                return refusal;
            total += read[i].Length;
            if (total > EmbeddingRequest.MaxTokens)
                return new InvalidRequestRefusal("input", $"more than {EmbeddingRequest.MaxTokens} tokens in all. Send fewer texts.");
        }

        texts = read;
        return null;
    }

    private static EngineRefusal? Encode(string text, int index, EmbeddingEngine engine, out int[] tokens)
    {
        tokens = [];
        var limit = engine.Info.ContextLengthTokens;
        var atLeast = text.Length / engine.Tokenizer!.LongestTokenChars;
        if (atLeast > limit)
            return new InputTooLongRefusal(index, atLeast, limit);
        tokens = engine.Tokenizer.Encode(text);
        return Bounds(tokens, index, limit);
    }

    private static EngineRefusal? Check(int[] ids, int index, EmbeddingEngine engine, out int[] tokens)
    {
        tokens = ids;
        var vocabulary = engine.Info.VocabularySize;
        return ids.Any(id => (uint)id >= (uint)vocabulary)
            ? new InvalidRequestRefusal($"input[{index}]", $"token ids go from 0 to {vocabulary - 1}.")
            : Bounds(ids, index, engine.Info.ContextLengthTokens);
    }

    private static EngineRefusal? Bounds(int[] tokens, int index, int limit) => tokens.Length switch
    {
        0 => new InvalidRequestRefusal($"input[{index}]", "it is empty. Give at least one token."),
        var length when length > limit => new InputTooLongRefusal(index, length, limit),
        _ => null,
    };
}
