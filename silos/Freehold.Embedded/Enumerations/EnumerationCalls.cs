using Freehold.Embedded.Activations;
using Freehold.Embedded.Calls;
using Orleans.CodeGeneration;
using Orleans.Runtime;

namespace Freehold.Embedded.Enumerations;

/// <summary>
/// The calls that an enumeration is made of, named as a call filter sees them in Orleans. They answer when the grain has an
/// element, however long that takes.
/// </summary>
internal static class EnumerationCalls
{
    private const int NoTimeout = -1;
    private const string InterfaceName = "Orleans.Runtime.IAsyncEnumerableGrainExtension";

    private static readonly CallMethod StartMethod =
        NewMethod(nameof(IAsyncEnumerableGrainExtension.StartEnumeration) + "<T>", typeof(Guid), typeof(object), typeof(CancellationToken));

    private static readonly CallMethod MoveNextMethod =
        NewMethod(nameof(IAsyncEnumerableGrainExtension.MoveNext) + "<T>", typeof(Guid), typeof(CancellationToken));

    private static readonly CallMethod DisposeMethod = NewMethod(nameof(IAsyncEnumerableGrainExtension.DisposeAsync), typeof(Guid));

    private static CallMethod NewMethod(string name, params Type[] parameterTypes) => new(
        typeof(IAsyncEnumerableGrainExtension), InterfaceName, InterfaceName, name, InvokeMethodOptions.AlwaysInterleave, NoTimeout, parameterTypes);

    internal sealed class Start<T>(Guid id, EnumerationRequest<T> request) : ResultCall<(EnumerationResult Status, object? Value)>(StartMethod)
    {
        public override int GetArgumentCount() => 3;

        public override object? GetArgument(int index) => index switch
        {
            0 => id,
            1 => request,
            2 => Token,
            _ => base.GetArgument(index),
        };

        internal override object TargetIn(Activation activation) => activation.Enumerations;

        protected override Task Run(object target) => ((EnumerationExtension)target).StartEnumeration(id, request, Token).AsTask();
    }

    internal sealed class MoveNext<T>(Guid id) : ResultCall<(EnumerationResult Status, object? Value)>(MoveNextMethod)
    {
        public override int GetArgumentCount() => 2;

        public override object? GetArgument(int index) => index switch
        {
            0 => id,
            1 => Token,
            _ => base.GetArgument(index),
        };

        internal override object TargetIn(Activation activation) => activation.Enumerations;

        protected override Task Run(object target) => ((EnumerationExtension)target).MoveNext<T>(id, Token).AsTask();
    }

    internal sealed class Dispose(Guid id) : ResultCall<NoResult>(DisposeMethod)
    {
        public override int GetArgumentCount() => 1;

        public override object? GetArgument(int index) => index == 0 ? id : base.GetArgument(index);

        internal override object TargetIn(Activation activation) => activation.Enumerations;

        protected override Task Run(object target) => ((EnumerationExtension)target).DisposeAsync(id).AsTask();
    }
}
