using System.Globalization;
using Freehold.Embedded.CodeGenerator.Model;

namespace Freehold.Embedded.CodeGenerator.Emitting;

/// <summary>Writes the reference class of a grain interface, and a call class for each of its methods.</summary>
internal static class ReferenceEmitter
{
    public const string Namespace = "Freehold.Embedded.Generated";

    private const string Calls = "global::Freehold.Embedded.Calls";
    private const string Enumerations = "global::Freehold.Embedded.Enumerations";
    private const string Shared = "global::Freehold.Embedded.CodeGeneration.GrainReferenceShared";

    public static string ClassName(InterfaceModel grain) => "Reference_" + grain.SafeName;

    public static string Emit(InterfaceModel grain)
    {
        var writer = SourceWriter.NewFile().Open($"namespace {Namespace}");
        writer.Open($"internal sealed class {ClassName(grain)} : global::Orleans.Runtime.GrainReference, {grain.Type}");
        writer.Open($"internal {ClassName(grain)}({Shared} shared, string key) : base(shared, key)").Close();
        for (var i = 0; i < grain.Methods.Count; i++)
        {
            EmitMethod(writer.Line(), grain.Methods[i], CallName(grain, i));
        }

        writer.Close();
        for (var i = 0; i < grain.Methods.Count; i++)
        {
            EmitCall(writer.Line(), grain.Methods[i], CallName(grain, i));
        }

        return writer.Close().ToString();
    }

    private static string CallName(InterfaceModel grain, int index) =>
        $"Call_{grain.SafeName}_{grain.Methods[index].Name}_{index.ToString(CultureInfo.InvariantCulture)}";

    private static void EmitMethod(SourceWriter writer, MethodModel method, string callName)
    {
        var parameters = string.Join(", ", method.Parameters.Select(parameter => $"{parameter.Type} @{parameter.Name}"));
        writer.Open($"{method.ReturnType} {method.DeclaringType}.{method.Name}({parameters})");
        writer.Line($"var __call = new {callName}();");
        for (var i = 0; i < method.Parameters.Count; i++)
        {
            var parameter = method.Parameters[i];
            writer.Line(parameter.IsToken ? $"__call.FollowToken(@{parameter.Name});" : $"__call.Argument{i} = @{parameter.Name};");
        }

        writer.Line("return " + method.ReturnKind switch
        {
            ReturnKind.Task => method.IsOneWay ? "SendOneWay(__call);" : "Send(__call);",
            ReturnKind.ValueTask => $"new global::System.Threading.Tasks.ValueTask({(method.IsOneWay ? "SendOneWay" : "Send")}(__call));",
            ReturnKind.TaskOfResult => "Send(__call);",
            ReturnKind.ValueTaskOfResult => $"new global::System.Threading.Tasks.ValueTask<{method.ResultType}>(Send(__call));",
            _ => "Enumerate(__call);",
        });
        writer.Close();
    }

    private static void EmitCall(SourceWriter writer, MethodModel method, string callName)
    {
        var enumerates = method.ReturnKind == ReturnKind.Enumerable;
        var baseType = enumerates
            ? $"{Enumerations}.EnumerationRequest<{method.ResultType}>"
            : $"{Calls}.ResultCall<{method.ResultType ?? Calls + ".NoResult"}>";
        writer.Open($"internal sealed class {callName} : {baseType}");
        EmitDescription(writer, method);
        for (var i = 0; i < method.Parameters.Count; i++)
        {
            if (!method.Parameters[i].IsToken)
            {
                writer.Line($"internal {method.Parameters[i].Type} Argument{i} = default!;");
            }
        }

        writer.Line().Open($"internal {callName}() : base(Method_)").Close();
        EmitArguments(writer, method);
        var arguments = string.Join(", ", method.Parameters.Select((parameter, i) => parameter.IsToken ? "Token" : $"Argument{i}"));
        var invocation = $"(({method.DeclaringType})target).{method.Name}({arguments})";
        writer.Line().Line(enumerates
            ? $"protected override {method.ReturnType} Run(object target) => {invocation};"
            : $"protected override global::System.Threading.Tasks.Task Run(object target) => {invocation}{(IsValueTask(method) ? ".AsTask()" : "")};");
        writer.Close();
    }

    private static bool IsValueTask(MethodModel method) => method.ReturnKind is ReturnKind.ValueTask or ReturnKind.ValueTaskOfResult;

    private static void EmitDescription(SourceWriter writer, MethodModel method)
    {
        var types = string.Concat(method.Parameters.Select(parameter => $", typeof({parameter.PlainType})"));
        writer.Line($"private static readonly {Calls}.CallMethod Method_ = new(typeof({method.DeclaringType}), "
            + $"{Names.Literal(method.DeclaringName)}, {Names.Literal(method.DeclaringId)}, {Names.Literal(method.Name)}, "
            + $"(global::Orleans.CodeGeneration.InvokeMethodOptions){method.Options}, {method.ResponseTimeoutMs}L{types});");
        writer.Line();
    }

    private static void EmitArguments(SourceWriter writer, MethodModel method)
    {
        if (method.Parameters.Count == 0)
        {
            return;
        }

        writer.Line().Line($"public override int GetArgumentCount() => {method.Parameters.Count};");
        writer.Line().Open("public override object? GetArgument(int index) => index switch");
        for (var i = 0; i < method.Parameters.Count; i++)
        {
            writer.Line(method.Parameters[i].IsToken ? $"{i} => GetCancellationToken()," : $"{i} => Argument{i},");
        }

        writer.Line("_ => base.GetArgument(index),").Close("};");
        writer.Line().Open("public override void SetArgument(int index, object value)").Open("switch (index)");
        for (var i = 0; i < method.Parameters.Count; i++)
        {
            if (!method.Parameters[i].IsToken)
            {
                writer.Line($"case {i}: Argument{i} = ({method.Parameters[i].Type})value; break;");
            }
        }

        writer.Line("default: base.SetArgument(index, value); break;").Close().Close();
    }
}
