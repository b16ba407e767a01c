using Freehold.Conformance.Tests.Support;
using Orleans.Serialization.Invocation;

namespace Freehold.Conformance.Tests.Grains;

/// <summary>
/// Tells the test of the grain's key what it sees. The way to handle enumerations: the call is one of
/// <see cref="IAsyncEnumerableGrainExtension"/>, named <c>StartEnumeration&lt;T&gt;</c>, and its second argument is the call of
/// the grain's own method. The other calls of that interface carry none.
/// </summary>
public sealed class RecordingFilter : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var call = Unwrap(context.Request);
        if (call?.GetInterfaceType() != typeof(IFilteredGrain))
        {
            await context.Invoke();
            return;
        }

        var key = context.TargetId.Key.ToString();
        Probe.Tell(key, $"{call.GetMethodName()}({call.GetArgument(0)})");
        if (call.GetArgument(0) is "forbidden")
        {
            throw new UnauthorizedAccessException("The filter forbids it.");
        }

        try
        {
            await context.Invoke();
        }
        catch (InvalidOperationException exception)
        {
            Probe.Tell(key, $"failed: {exception.Message}");
            throw;
        }

        if (context.Result is string text && text == "change me")
        {
            context.Result = "changed";
        }
    }

    /// <summary>The call of the grain's own method; null for a step of an enumeration that has begun.</summary>
    private static IInvokable? Unwrap(IInvokable request) =>
        request.GetInterfaceType() != typeof(IAsyncEnumerableGrainExtension) ? request
        : request.GetArgumentCount() > 1 ? request.GetArgument(1) as IInvokable
        : null;
}

/// <summary>Puts a value into the request context of calls to <see cref="IFilteredGrain"/>.</summary>
public sealed class StampingFilter : IOutgoingGrainCallFilter
{
    /// <summary>The name of the value.</summary>
    public const string Stamp = "stamp";

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType == typeof(IFilteredGrain))
        {
            RequestContext.Set(Stamp, $"stamped {context.MethodName}");
        }

        return context.Invoke();
    }
}

/// <summary>A grain that the filters look at.</summary>
public interface IFilteredGrain : IGrainWithStringKey
{
    Task<string> Echo(string text);

    Task<string> Fail(string text);

    IAsyncEnumerable<string> Repeat(string text, int times);

    Task<string?> ReadStamp(string text);
}

/// <inheritdoc cref="IFilteredGrain"/>
public sealed class FilteredGrain : Grain, IFilteredGrain
{
    public Task<string> Echo(string text) => Task.FromResult(text);

    public Task<string> Fail(string text) => throw new InvalidOperationException(text);

    public async IAsyncEnumerable<string> Repeat(string text, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await Task.Yield();
            yield return text;
        }
    }

    public Task<string?> ReadStamp(string text) => Task.FromResult(RequestContext.Get(StampingFilter.Stamp) as string);
}
