namespace IstioLab.Dummy.Clusters;

/// <summary>What the dummy tools share.</summary>
internal static class DummyTools
{
    public static int Refuse(string text)
    {
        Console.Error.WriteLine(text);
        return 1;
    }

    public static int RefuseFlags(string tool, string[] arguments) => Refuse($"Error: the facts about {tool} do not have '{string.Join(' ', arguments)}'");
}
