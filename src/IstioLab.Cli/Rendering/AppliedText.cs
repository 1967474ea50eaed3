using IstioLab.Cli.CommandLine;
using IstioLab.Labs.Manifests;

namespace IstioLab.Cli.Rendering;

/// <summary>An object that was applied, with what the server warned of, as kubectl shows both.</summary>
internal static class AppliedText
{
    public static void Write(CommandContext context, AppliedObject applied, string indent = "")
    {
        foreach (var warning in applied.Warnings)
        {
            context.Out.WriteLine($"{indent}Warning: {warning}");
        }

        context.Out.WriteLine($"{indent}{applied}");
    }
}
