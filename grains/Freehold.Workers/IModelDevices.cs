using System.Diagnostics.CodeAnalysis;
using Freehold.Inference;

namespace Freehold.Workers;

/// <summary>What this build and this machine can compute models on. The build decides which libraries there are.</summary>
public interface IModelDevices
{
    /// <summary>Opens a device, or says in one line why it cannot be used. Called once for each device.</summary>
    bool TryOpen(ComputeDevice device, [NotNullWhen(true)] out ModelBackend? backend, [NotNullWhen(false)] out string? reason);
}
