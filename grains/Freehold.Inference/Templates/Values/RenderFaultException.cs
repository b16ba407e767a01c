namespace Freehold.Inference.Templates.Values;

/// <summary>A fault inside an operation that does not know its place in the template; the renderer adds it.</summary>
internal sealed class RenderFaultException(TemplateFault fault, string what, string remedy) : Exception(what)
{
    public TemplateFault Fault => fault;

    public string Remedy => remedy;

    public static RenderFaultException Evaluation(string what) =>
        new(TemplateFault.Evaluation, what, "Send a conversation of the shape that the template is made for, or correct the template.");
}
