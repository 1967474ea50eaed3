using IstioLab.Cluster.Tools;

namespace IstioLab.Cluster.Tests.Tools;

/// <summary>The dummy executable beside the tests: one command per behaviour of a tool.</summary>
internal static class DummyTool
{
    public static Tool Tool { get; } =
        Tool.Find("IstioLab.Dummy", AppContext.BaseDirectory) ?? throw new FileNotFoundException("The dummy executable was not built.");

    /// <summary>Puts the dummy into a folder under the name of another tool.</summary>
    public static void PutAs(string name, string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            File.WriteAllText(Path.Combine(folder, name + ".cmd"), $"@\"{Tool.Path}\" %*");
            return;
        }

        File.CreateSymbolicLink(Path.Combine(folder, name), Tool.Path);
    }

    /// <summary>Puts the dummy into a folder as another tool whose name it gets as its first argument.</summary>
    public static void PutScript(string name, string folder, Dictionary<string, string> variables)
    {
        if (OperatingSystem.IsWindows())
        {
            var set = string.Concat(variables.Select(variable => $"@set {variable.Key}={variable.Value}\r\n"));
            File.WriteAllText(Path.Combine(folder, name + ".cmd"), $"{set}@\"{Tool.Path}\" {name} %*");
            return;
        }

        var script = Path.Combine(folder, name);
        var exports = string.Concat(variables.Select(variable => $"export {variable.Key}='{variable.Value}'\n"));
        File.WriteAllText(script, $"#!/bin/sh\n{exports}exec '{Tool.Path}' {name} \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public static ToolCommand Command(params string[] arguments) => new(Tool, arguments);
}
