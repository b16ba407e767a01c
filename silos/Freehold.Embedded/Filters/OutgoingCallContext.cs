using System.Reflection;
using Freehold.Embedded.Calls;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Freehold.Embedded.Filters;

/// <summary>A call on its way through the outgoing filters. Only made where there is a filter.</summary>
internal sealed class OutgoingCallContext<TResult>(GrainReference reference, ResultCall<TResult> call, IOutgoingGrainCallFilter[] filters)
    : IOutgoingGrainCallContext
{
    private int _stage;
    private bool _sent;

    public IInvokable Request => call;

    public object Grain => reference;

    public GrainId? SourceId => call.Source?.GrainId;

    public GrainId TargetId => reference.GrainId;

    public GrainInterfaceType InterfaceType => call.Method.InterfaceId;

    public string InterfaceName => call.Method.InterfaceName;

    public string MethodName => call.Method.Name;

    public MethodInfo InterfaceMethod => call.Method.Info;

    public IGrainContext? SourceContext => call.Source;

    public Response? Response { get; set; }

    public object? Result
    {
        get => Response is { } response ? response.GetResult<TResult>() : null;
        set => Response = Response.FromResult((TResult?)value);
    }

    public static async Task<TResult> Run(GrainReference reference, ResultCall<TResult> call, IOutgoingGrainCallFilter[] filters)
    {
        var context = new OutgoingCallContext<TResult>(reference, call, filters);
        await context.Invoke();
        var response = context.Response ?? throw new InvalidOperationException(
            $"A call filter ended {call} without a result: it must call Invoke, set Result, or throw.");
        return response.GetResult<TResult>()!;
    }

    public async Task Invoke()
    {
        var stage = _stage++;
        try
        {
            if (stage < filters.Length)
            {
                await filters[stage].Invoke(this);
                return;
            }

            await Send();
        }
        finally
        {
            // A filter may invoke again, to retry.
            _stage--;
        }
    }

    private async Task Send()
    {
        call.RefreshContext();
        if (call.IsOneWay)
        {
            reference.Deliver(call);
            Response = Response.FromResult(default(TResult));
            return;
        }

        var answer = _sent ? call.SendAgain(reference) : call.Send(reference);
        _sent = true;
        Response = Response.FromResult(await answer);
    }
}
