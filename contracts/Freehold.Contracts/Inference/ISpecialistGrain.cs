using Freehold.Contracts.Tenancy;

namespace Freehold.Contracts.Inference;

/// <summary>Runs the specialists of one workload. Key: <see cref="Distillation.WorkloadId"/>, <c>tenant/workload</c>.</summary>
/// <remarks>
/// A stateless worker: any activation gives the same answer for the same digest. It runs only what the tenant's student catalog names, and
/// verifies the weights when it loads them. Expected failures are refusals; the call has no effect and is safe to repeat. A new version is
/// loaded beside the old one, which answers as long as it is asked for.
/// </remarks>
[Alias("freehold.ISpecialistGrain")]
public interface ISpecialistGrain : IGrainWithStringKey, ITenantScoped
{
    /// <summary>What the specialist says of a text.</summary>
    [Alias("Predict")]
    ValueTask<PredictAnswer> PredictAsync(PredictRequest request, CancellationToken cancellationToken);
}
