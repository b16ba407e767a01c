namespace Freehold.Benchmarks.Engine;

/// <summary>Speeds of one engine in one round at one number of threads, in tokens a second.</summary>
/// <param name="Prefill128">A prompt of 128 tokens.</param>
/// <param name="Prefill512">A prompt of 512 tokens.</param>
/// <param name="Decode">64 tokens after each other, from an empty context.</param>
internal sealed record SpeedRound(double Prefill128, double Prefill512, double Decode)
{
    public const int ShortPrompt = 128, LongPrompt = 512, DecodeTokens = 64;
}
