namespace Freehold.Testing;

/// <summary>One random tensor, with its name in both formats. Values are row-major in the Hugging Face layout.</summary>
internal sealed record TinyTensor(string GgufName, string HuggingFaceName, int[] Shape, float[] Values)
{
    public bool IsVector => Shape.Length == 1;

    /// <summary>
    /// The values as a GGUF holds them: rows of the query and key projections are permuted within a head, so that the two numbers that a
    /// rotary embedding turns lie side by side (Hugging Face keeps them half a head apart).
    /// </summary>
    public float[] GgufValues(TinyLlamaShape shape)
    {
        if (!GgufName.EndsWith("attn_q.weight", StringComparison.Ordinal) && !GgufName.EndsWith("attn_k.weight", StringComparison.Ordinal))
            return Values;

        var (columns, half) = (Shape[1], shape.HeadSize / 2);
        var permuted = new float[Values.Length];
        for (var row = 0; row < Shape[0]; row++)
        {
            var (head, within) = Math.DivRem(row, shape.HeadSize);
            var target = head * shape.HeadSize + (within < half ? 2 * within : 2 * (within - half) + 1);
            Values.AsSpan(row * columns, columns).CopyTo(permuted.AsSpan(target * columns));
        }

        return permuted;
    }
}

internal static class TinyLlamaWeights
{
    public static IEnumerable<TinyTensor> Create(int seed, TinyLlamaShape shape)
    {
        var random = new Random(seed);
        var (hidden, wide, kv) = (shape.HiddenSize, shape.FeedForwardSize, shape.KvHeadCount * shape.HeadSize);
        yield return Matrix("token_embd", "model.embed_tokens", TinyVocabulary.Size, hidden);
        for (var i = 0; i < shape.LayerCount; i++)
        {
            var (gguf, hf) = ($"blk.{i}.", $"model.layers.{i}.");
            yield return Vector(gguf + "attn_norm", hf + "input_layernorm");
            yield return Matrix(gguf + "attn_q", hf + "self_attn.q_proj", hidden, hidden);
            yield return Matrix(gguf + "attn_k", hf + "self_attn.k_proj", kv, hidden);
            yield return Matrix(gguf + "attn_v", hf + "self_attn.v_proj", kv, hidden);
            yield return Matrix(gguf + "attn_output", hf + "self_attn.o_proj", hidden, hidden);
            yield return Vector(gguf + "ffn_norm", hf + "post_attention_layernorm");
            yield return Matrix(gguf + "ffn_gate", hf + "mlp.gate_proj", wide, hidden);
            yield return Matrix(gguf + "ffn_up", hf + "mlp.up_proj", wide, hidden);
            yield return Matrix(gguf + "ffn_down", hf + "mlp.down_proj", hidden, wide);
        }

        yield return Vector("output_norm", "model.norm");
        if (!shape.TiedOutput)
            yield return Matrix("output", "lm_head", TinyVocabulary.Size, hidden);

        TinyTensor Matrix(string gguf, string hf, int rows, int columns) =>
            new(gguf + ".weight", hf + ".weight", [rows, columns], Numbers(rows * columns, 0f, 2f / MathF.Sqrt(columns)));

        TinyTensor Vector(string gguf, string hf) => new(gguf + ".weight", hf + ".weight", [hidden], Numbers(hidden, 1f, 0.2f));

        float[] Numbers(int count, float centre, float spread)
        {
            var values = new float[count];
            for (var i = 0; i < count; i++)
                values[i] = centre + spread * (2f * random.NextSingle() - 1f);
            return values;
        }
    }
}
