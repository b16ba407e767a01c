using Freehold.Inference.Formats;
using Freehold.Inference.Models;
using Freehold.Inference.Training.Network;

namespace Freehold.Inference;

/// <summary>
/// What computes the steps of a model. Scheduling, sampling, tokenizers and the readers of files are the same for all of them; a
/// backend is the network's arithmetic and the memory for its keys and values.
/// </summary>
/// <remarks>Closed: this library's own, and those of projects that see its internals.</remarks>
public abstract class ModelBackend
{
    private protected ModelBackend()
    {
    }

    /// <summary>The processors, in C#: needs nothing else, so it is there on every machine.</summary>
    public static ModelBackend Managed { get; } = new ManagedBackend();

    /// <summary>Where it computes.</summary>
    public abstract ComputeDevice Device { get; }

    /// <summary>Threads that the engine is to start for its own kernels.</summary>
    internal abstract int KernelThreads(ModelLoadOptions options);

    /// <exception cref="ModelFormatException">A tensor is missing, has another shape, or is none of the family's.</exception>
    internal abstract LanguageModel Build(ModelFile file, ModelRuntime runtime, ModelLoadOptions options);

    /// <summary>What computes the gradients of a training.</summary>
    internal abstract IGradients BuildGradients(GradientsPlan plan);

    private sealed class ManagedBackend : ModelBackend
    {
        public override ComputeDevice Device => ComputeDevice.Managed;

        internal override int KernelThreads(ModelLoadOptions options) => options.Threads;

        internal override LanguageModel Build(ModelFile file, ModelRuntime runtime, ModelLoadOptions options) =>
            ModelFamilies.Build(file, runtime);

        internal override IGradients BuildGradients(GradientsPlan plan) =>
            new TrainingNetwork(plan.Weights, plan.Loss, plan.Team, plan.MaxRows, plan.ContextTokens, plan.Pause);
    }
}
