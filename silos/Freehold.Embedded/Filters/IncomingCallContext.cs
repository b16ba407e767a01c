using System.Reflection;
using Freehold.Embedded.Activations;
using Freehold.Embedded.Calls;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Freehold.Embedded.Filters;

/// <summary>A call on its way through the incoming filters. Only made where there is a filter.</summary>
internal sealed class IncomingCallContext(Call call, Activation activation) : IIncomingGrainCallContext
{
    private int _stage;

    public IInvokable Request => call;

    public object Grain => activation.Instance!;

    public GrainId? SourceId => call.Source?.GrainId;

    public GrainId TargetId => activation.GrainId;

    public GrainInterfaceType InterfaceType => call.Method.InterfaceId;

    public string InterfaceName => call.Method.InterfaceName;

    public string MethodName => call.Method.Name;

    public MethodInfo InterfaceMethod => call.Method.Info;

    public IGrainContext TargetContext => activation;

    public MethodInfo ImplementationMethod => FindImplementation();

    public Response? Response { get; set; }

    public object? Result
    {
        get => Response is { Exception: null } response ? response.Result : null;
        set => Response = Response.FromResult(value);
    }

    /// <summary>Runs the filters and the call; the failure of either is in the response.</summary>
    public static async Task<Response> Run(Call call, Activation activation)
    {
        var context = new IncomingCallContext(call, activation);
        try
        {
            await context.Invoke();
            return context.Response ?? Response.FromException(new InvalidOperationException(
                $"A call filter ended {call} without a result: it must call Invoke, set Result, or throw."));
        }
        catch (Exception exception)
        {
            return Response.FromException(exception);
        }
    }

    public async Task Invoke()
    {
        var filters = activation.Class.Runtime.IncomingFilters;
        var stage = _stage++;
        try
        {
            if (stage < filters.Length)
            {
                await filters[stage].Invoke(this);
            }
            else if (stage == filters.Length && activation.Instance is IIncomingGrainCallFilter own)
            {
                await own.Invoke(this);
            }
            else
            {
                Response = await call.Invoke();
                if (Response.Exception is { } exception)
                {
                    System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
                }
            }
        }
        finally
        {
            // A filter may invoke again, to retry.
            _stage--;
        }
    }

    private MethodInfo FindImplementation()
    {
        var target = call.GetTarget()!;
        var map = target.GetType().GetInterfaceMap(call.Method.InterfaceType);
        return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, InterfaceMethod)];
    }
}
