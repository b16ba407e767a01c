namespace Freehold.Inference.Kernels;

/// <summary>Work on each token of a step by itself, split over the threads where there are enough tokens.</summary>
/// <remarks>Token by token also keeps the bits: one span over all tokens would put the ends of vectors elsewhere in every batch.</remarks>
/// <param name="team">Threads to run on.</param>
/// <param name="numbersPerToken">Numbers that the work on one token goes through.</param>
/// <param name="work">What to do with one token, by its number.</param>
internal sealed class TokenJob(WorkerTeam team, int numbersPerToken, Action<int> work) : IParallelJob
{
    // Below this many numbers another core costs more to reach than it saves.
    private const int MinNumbersPerChunk = 16_384;

    private readonly int _minTokens = Math.Max(1, MinNumbersPerChunk / numbersPerToken);

    public void Run(int tokens) => team.Run(this, tokens, _minTokens);

    void IParallelJob.Run(int worker, int start, int end)
    {
        for (var token = start; token < end; token++)
            work(token);
    }
}
