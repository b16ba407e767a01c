using Freehold.Inference.Kernels;
using Freehold.Inference.Models;
using Freehold.Inference.Models.Decoder;

namespace Freehold.Inference.Adapters;

/// <summary>
/// Adds to the linear products of a step what each token's adapter makes of them, split by token. One step mixes any number of adapters:
/// each token meets its own and no other's.
/// </summary>
/// <remarks>One use at a time.</remarks>
internal sealed class LoraJob(WorkerTeam team) : IParallelJob
{
    // Below this many tokens another core costs more to reach than it saves.
    private const int MinTokensPerChunk = 2;

    private readonly (LinearLayer? Linear, float[] Output)[] _products = [(null, []), (null, []), (null, [])];
    private ForwardBatch _batch = null!;
    private float[] _input = [];

    /// <summary>outputA += adapter(a)(input), and the same for b and c where given; does nothing for a step without adapters.</summary>
    /// <param name="batch">Tells each token's adapter.</param>
    /// <param name="input">[tokens, columns]</param>
    /// <param name="a">First product.</param>
    /// <param name="outputA">[tokens, a.Rows]</param>
    /// <param name="b">Second product.</param>
    /// <param name="outputB">[tokens, b.Rows]</param>
    /// <param name="c">Third product.</param>
    /// <param name="outputC">[tokens, c.Rows]</param>
    public void Run(
        ForwardBatch batch, float[] input, LinearLayer a, float[] outputA, LinearLayer? b = null, float[]? outputB = null,
        LinearLayer? c = null, float[]? outputC = null)
    {
        if (!batch.HasAdapters)
            return;

        (_batch, _input) = (batch, input);
        _products[0] = (a, outputA);
        _products[1] = (b, outputB ?? []);
        _products[2] = (c, outputC ?? []);
        team.Run(this, batch.Count, MinTokensPerChunk);
    }

    void IParallelJob.Run(int worker, int start, int end)
    {
        for (var token = start; token < end; token++)
        {
            if (_batch.Adapter(token) is not { } adapter)
                continue;

            foreach (var (linear, output) in _products)
            {
                if (linear is not null && adapter.Find(linear) is { } pair)
                    pair.AddTo(_input.AsSpan(token * linear.Columns, linear.Columns), output.AsSpan(token * linear.Rows, linear.Rows));
            }
        }
    }
}
