using Freehold.Embedded.Enumerations;
using Freehold.Embedded.State;
using Freehold.Embedded.Streams;
using Freehold.Embedded.Timers;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace Freehold.Embedded.Activations;

/// <summary>What only some activations have. Made when first used, so that the others do not pay for it.</summary>
internal sealed class ActivationExtras
{
    public AsyncServiceScope? Scope { get; set; }

    public GrainReference? Reference { get; set; }

    public List<IStateFacet>? States { get; set; }

    public List<GrainTimer>? Timers { get; set; }

    public EnumerationExtension? Enumerations { get; set; }

    public StreamConsumer? Streams { get; set; }

    public Dictionary<Type, object>? Components { get; set; }

    /// <summary>Call chains that may interleave, with how often each was entered.</summary>
    public Dictionary<Guid, int>? ReentrantSections { get; set; }

    public DeactivationReason? Reason { get; set; }

    public CancellationToken DeactivationToken { get; set; }

    public TaskCompletionSource? Deactivated { get; set; }

    /// <summary>Not collected before this time.</summary>
    public long KeepUntilMs { get; set; }
}
