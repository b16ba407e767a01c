using Freehold.Inference.Kernels;
using Freehold.Inference.Training.Kernels;

namespace Freehold.Inference.Training.Network;

/// <summary>Computes a network's loss and its gradients. One batch at a time, on one calling thread.</summary>
internal interface IGradients
{
    /// <summary>Sum of the losses of the batch's predictions, in nats.</summary>
    double Loss(TrainingBatch batch);

    /// <summary>Sum of the losses, and adds their gradients to those of what is trained.</summary>
    /// <param name="batch">What to learn.</param>
    /// <param name="gradientScale">Factor on the gradients: 1 / the number of predictions of the whole step.</param>
    /// <param name="dropout">Random numbers for dropout, of this batch in this step.</param>
    double AddGradients(TrainingBatch batch, float gradientScale, CounterRandom dropout);
}

/// <summary>What gradients are computed of.</summary>
/// <param name="Weights">The network's.</param>
/// <param name="Loss">What is made small.</param>
/// <param name="Team">Threads.</param>
/// <param name="MaxRows">Most tokens of a batch.</param>
/// <param name="ContextTokens">Longest example.</param>
/// <param name="Pause">Called between parts of the work; may wait, and may throw.</param>
internal sealed record GradientsPlan(
    NetworkWeights Weights, TokenLoss Loss, WorkerTeam Team, int MaxRows, int ContextTokens, Action Pause);
