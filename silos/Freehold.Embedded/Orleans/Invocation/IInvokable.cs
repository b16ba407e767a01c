using System.Reflection;

namespace Orleans.Serialization.Invocation
{
    /// <summary>A call with its arguments.</summary>
    public interface IInvokable : IDisposable
    {
        /// <summary>The object that is called; null before the target is set.</summary>
        object? GetTarget();

        /// <summary>Sets the activation, or the like, that holds the object to call.</summary>
        void SetTarget(ITargetHolder holder);

        /// <summary>Calls it. The failure of the method is in the response; the returned task does not fail.</summary>
        ValueTask<Response> Invoke();

        /// <summary>The number of arguments.</summary>
        int GetArgumentCount();

        /// <summary>The argument at a zero-based index.</summary>
        object? GetArgument(int index);

        /// <summary>Replaces the argument at a zero-based index.</summary>
        void SetArgument(int index, object value);

        /// <summary>The name of the method.</summary>
        string GetMethodName();

        /// <summary>The full name of the interface.</summary>
        string GetInterfaceName();

        /// <summary>A name for tracing.</summary>
        string GetActivityName();

        /// <summary>The method of the interface.</summary>
        MethodInfo GetMethod();

        /// <summary>The interface.</summary>
        Type GetInterfaceType();

        /// <summary>The method's own response timeout, if it has one.</summary>
        TimeSpan? GetDefaultResponseTimeout() => default;

        /// <summary>The token among the arguments.</summary>
        CancellationToken GetCancellationToken() => default;

        /// <summary>Cancels the token that the method sees; false when it takes none.</summary>
        bool TryCancel() => false;

        /// <summary>Whether the method takes a token.</summary>
        bool IsCancellable => false;
    }

    /// <summary>Something that holds the object to call.</summary>
    public interface ITargetHolder
    {
        /// <summary>The object.</summary>
        object? GetTarget();

        /// <summary>A component of the holder.</summary>
        object? GetComponent(Type componentType);
    }
}

namespace Orleans.Runtime
{
    using Orleans.CodeGeneration;
    using Orleans.Serialization.Invocation;

    /// <summary>A call to a grain.</summary>
    public interface IRequest : IInvokable
    {
        /// <summary>How it is scheduled and answered.</summary>
        InvokeMethodOptions Options { get; }

        /// <summary>Adds options.</summary>
        void AddInvokeMethodOptions(InvokeMethodOptions options);
    }
}
