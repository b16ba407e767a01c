using System.Diagnostics.CodeAnalysis;
using Freehold.Embedded.Activations;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The base class of grains.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>For grains made by the runtime.</summary>
    protected Grain() : this(RuntimeContext.Current!)
    {
    }

    /// <summary>For grains made by tests with a context of their own.</summary>
    protected Grain(IGrainContext grainContext) => GrainContext = grainContext;

    /// <inheritdoc/>
    [AllowNull]
    public IGrainContext GrainContext { get; }

    /// <summary>A reference to this grain.</summary>
    public GrainReference GrainReference => Context.GrainReference;

    /// <summary>The text form of the grain's identity.</summary>
    public string IdentityString => Context.GrainId.ToString();

    /// <summary>Gives references to other grains.</summary>
    protected IGrainFactory GrainFactory => Context is Activation activation
        ? activation.Class.Runtime.Grains
        : ServiceProvider.GetRequiredService<IGrainFactory>();

    /// <summary>The services of this activation.</summary>
    protected internal IServiceProvider ServiceProvider => Context.ActivationServices;

    private IGrainContext Context =>
        GrainContext ?? throw new InvalidOperationException(
            $"{GetType().Name} was made outside of the runtime. Get a reference from IGrainFactory instead of calling its constructor.");

    /// <inheritdoc/>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Deactivates this activation as soon as no call runs; calls that wait go to a new one.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>Keeps an idle activation for at least this long; a negative span takes that back.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => ((Activation)Context).DelayDeactivation(timeSpan);
}
