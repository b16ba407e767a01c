using System.Globalization;
using Freehold.Embedded.CodeGenerator.Model;

namespace Freehold.Embedded.CodeGenerator.Emitting;

/// <summary>Writes the list of an assembly's grains, so that the runtime needs no reflection to find and make them.</summary>
internal static class ManifestEmitter
{
    private const string CodeGeneration = "global::Freehold.Embedded.CodeGeneration";

    public static string Emit(string assemblyName, IReadOnlyList<InterfaceModel> interfaces, IReadOnlyList<ClassModel> classes)
    {
        var name = "Manifest_" + Names.Safe(assemblyName);
        var writer = SourceWriter.NewFile();
        writer.Line($"[assembly: {CodeGeneration}.GrainManifest(typeof({ReferenceEmitter.Namespace}.{name}))]").Line();
        writer.Open($"namespace {ReferenceEmitter.Namespace}");
        writer.Open($"internal sealed class {name} : {CodeGeneration}.GrainManifest");
        writer.Line($"public {name}() {{ }}").Line();
        writer.Open($"public override void Register({CodeGeneration}.GrainRegistry registry)");
        foreach (var grain in interfaces)
        {
            writer.Line($"registry.AddInterface(typeof({grain.Type}), {Names.Literal(grain.Id)}, "
                + $"static (shared, key) => new {ReferenceEmitter.ClassName(grain)}(shared, key));");
        }

        foreach (var grain in classes)
        {
            EmitClass(writer, grain);
        }

        return writer.Close().Close().Close().ToString();
    }

    private static void EmitClass(SourceWriter writer, ClassModel grain)
    {
        writer.Open($"registry.AddClass(new {CodeGeneration}.GrainClassInfo");
        writer.Line($"Type = typeof({grain.Type}),");
        writer.Line($"GrainTypeName = {Names.Literal(grain.GrainTypeName)},");
        writer.Line($"Interfaces = new global::System.Type[] {{ {string.Join(", ", grain.Interfaces.Select(type => $"typeof({type})"))} }},");
        writer.Line($"Activate = static c => new {grain.Type}({string.Join(", ", grain.ConstructorArguments)}),");
        if (grain.IsReentrant)
        {
            writer.Line("IsReentrant = true,");
        }

        if (grain.MaxLocalWorkers != 0)
        {
            writer.Line($"MaxLocalWorkers = {grain.MaxLocalWorkers.ToString(CultureInfo.InvariantCulture)},");
        }

        if (grain.NeverCollected)
        {
            writer.Line("NeverCollected = true,");
        }

        if (grain.AgeLimitMs is { } ageLimitMs)
        {
            writer.Line($"AgeLimitMs = {ageLimitMs.ToString(CultureInfo.InvariantCulture)}L,");
        }

        if (grain.StreamNamespaces.Count > 0)
        {
            writer.Line($"StreamNamespaces = new string[] {{ {string.Join(", ", grain.StreamNamespaces.Select(Names.Literal))} }},");
        }

        writer.Close("});");
    }
}
