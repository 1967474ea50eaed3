using IstioLab.Labs.Manifests;

namespace IstioLab.Cli.Rendering;

/// <summary>An object that was applied, with what the server warned of, as kubectl shows both.</summary>
internal static class AppliedText
{
    public static void Write(Action<string> writeLine, AppliedObject applied, string indent = "")
    {
        foreach (var warning in applied.Warnings)
        {
            writeLine($"{indent}Warning: {warning}");
        }

        writeLine($"{indent}{applied}");
    }
}
