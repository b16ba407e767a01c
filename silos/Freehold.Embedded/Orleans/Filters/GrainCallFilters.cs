using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans;

/// <summary>
/// Sees every call before the grain does. Register as a singleton service; filters run in the order of registration, then the
/// grain itself where it implements this interface. Timer ticks, reminders and stream deliveries are calls too.
/// </summary>
public interface IIncomingGrainCallFilter
{
    /// <summary>Runs in the grain's turn; calls <see cref="IGrainCallContext.Invoke"/> to go on, or sets the result or throws.</summary>
    Task Invoke(IIncomingGrainCallContext context);
}

/// <summary>Sees every call of a caller before it is sent.</summary>
public interface IOutgoingGrainCallFilter
{
    /// <summary>Runs where the caller runs; calls <see cref="IGrainCallContext.Invoke"/> to go on, or sets the result or throws.</summary>
    Task Invoke(IOutgoingGrainCallContext context);
}

/// <summary>A call as a filter sees it.</summary>
public interface IGrainCallContext
{
    /// <summary>The call.</summary>
    IInvokable Request { get; }

    /// <summary>Incoming: the grain object. Outgoing: the reference.</summary>
    object Grain { get; }

    /// <summary>The calling grain; null when the caller is none.</summary>
    GrainId? SourceId { get; }

    /// <summary>The called grain.</summary>
    GrainId TargetId { get; }

    /// <summary>The interface, as an id.</summary>
    GrainInterfaceType InterfaceType { get; }

    /// <summary>The full name of the interface.</summary>
    string InterfaceName { get; }

    /// <summary>The name of the method.</summary>
    string MethodName { get; }

    /// <summary>The method of the interface.</summary>
    MethodInfo InterfaceMethod { get; }

    /// <summary>The result, once there is one.</summary>
    object? Result { get; set; }

    /// <summary>The response, once there is one.</summary>
    Response? Response { get; set; }

    /// <summary>Goes on with the next filter, and at last with the call; throws what it throws.</summary>
    Task Invoke();
}

/// <summary>A call on its way into a grain.</summary>
public interface IIncomingGrainCallContext : IGrainCallContext
{
    /// <summary>The called activation.</summary>
    IGrainContext TargetContext { get; }

    /// <summary>The method of the class that implements <see cref="IGrainCallContext.InterfaceMethod"/>.</summary>
    MethodInfo ImplementationMethod { get; }
}

/// <summary>A call on its way out of a caller.</summary>
public interface IOutgoingGrainCallContext : IGrainCallContext
{
    /// <summary>The calling activation; null when the caller is none.</summary>
    IGrainContext? SourceContext { get; }
}
