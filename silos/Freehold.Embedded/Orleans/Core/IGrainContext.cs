using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>One activation of a grain.</summary>
public interface IGrainContext : ITargetHolder, IEquatable<IGrainContext>
{
    /// <summary>A reference to the grain.</summary>
    GrainReference GrainReference { get; }

    /// <summary>The identity of the grain.</summary>
    GrainId GrainId { get; }

    /// <summary>The grain object; null before it is made.</summary>
    object? GrainInstance { get; }

    /// <summary>The identity of this activation.</summary>
    ActivationId ActivationId { get; }

    /// <summary>A service scope that lives as long as the activation.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Queues work into the activation's turns.</summary>
    IWorkItemScheduler Scheduler { get; }

    /// <summary>Completes when the activation is gone.</summary>
    Task Deactivated { get; }

    /// <summary>Sets, or with null removes, a component that lives as long as the activation.</summary>
    void SetComponent<TComponent>(TComponent? value) where TComponent : class;

    /// <summary>Deactivates as soon as no call runs; calls that wait go to a new activation.</summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}

/// <summary>Queues work into the turns of an activation.</summary>
public interface IWorkItemScheduler
{
    /// <summary>Queues an action.</summary>
    void QueueAction(Action action);

    /// <summary>Queues an action with its state.</summary>
    void QueueAction(Action<object> action, object state);

    /// <summary>Queues a task that was not started.</summary>
    void QueueTask(Task task);
}

/// <summary>Gives the activation in whose turn the caller runs.</summary>
public interface IGrainContextAccessor
{
    /// <summary>The activation, or null outside of turns.</summary>
    IGrainContext? GrainContext { get; }
}

/// <summary>Typed access to the components of an activation.</summary>
public static class GrainContextComponentExtensions
{
    /// <summary>The component of this type, or null.</summary>
    public static TComponent? GetComponent<TComponent>(this IGrainContext context) where TComponent : class =>
        (TComponent?)context.GetComponent(typeof(TComponent));
}
