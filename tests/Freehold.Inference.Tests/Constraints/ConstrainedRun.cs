using System.Text;
using Freehold.Inference.Constraints;
using Freehold.Inference.Constraints.Masks;
using Freehold.Inference.Sampling;
using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Tests.Constraints;

/// <summary>Writes texts under a schema with logits that are drawn at random for each token.</summary>
internal sealed class ConstrainedRun(ITokenizer tokenizer)
{
    private readonly HashSet<int> _ends = [.. tokenizer.EndOfTextIds];
    private readonly SamplerScratch _scratch = new(tokenizer.VocabularySize);
    private readonly float[] _logits = new float[tokenizer.VocabularySize];
    private ConstraintCompiler? _compiler;

    public ConstraintMachine Compile(string schema) => Compile(ResponseFormat.JsonSchema(schema));

    public ConstraintMachine Compile(ResponseFormat format)
    {
        _compiler ??= new ConstraintCompiler(tokenizer, tokenizer.VocabularySize, _ends);
        Assert.Null(_compiler.Compile(format, out var machine));
        return machine!;
    }

    public string Refusal(string schema)
    {
        _compiler ??= new ConstraintCompiler(tokenizer, tokenizer.VocabularySize, _ends);
        return _compiler.Compile(ResponseFormat.JsonSchema(schema), out _)?.Message ?? "accepted";
    }

    /// <summary>A text and how many tokens it took.</summary>
    public (string Text, int Tokens) Write(ConstraintMachine machine, int seed, int maxTokens, float temperature)
    {
        var random = new Random(seed);
        var constraint = new TokenConstraint(machine, maxTokens);
        var sampler = new Sampler(new SamplingOptions { Temperature = temperature, Seed = seed }, [], constraint);
        var ids = new List<int>();
        while (ids.Count < maxTokens)
        {
            for (var i = 0; i < _logits.Length; i++)
                _logits[i] = (float)(random.NextDouble() * 12 - 6);
            var token = sampler.Next(_logits, _scratch);
            Assert.NotEqual(SampledToken.None, token.Id);
            if (_ends.Contains(token.Id))
                break;
            ids.Add(token.Id);
            if (constraint.IsOver)
                break;
        }

        return (tokenizer.Decode([.. ids]), ids.Count);
    }

    /// <summary>True where a whole text can be written.</summary>
    public static bool Accepts(ConstraintMachine machine, string text)
    {
        var state = machine.Start;
        foreach (var value in Encoding.UTF8.GetBytes(text))
            state = machine.After(state, value); // In the synthetic vocabulary a byte's token is the byte.
        return state.IsComplete;
    }
}
