namespace IstioLab.Cluster.Embedded.Programs.Applets.Text;

/// <summary>Old spellings: <c>head -5</c> is <c>head -n 5</c>.</summary>
internal static class OldStyle
{
    /// <summary>The program with a number written as an option.</summary>
    public static ProgramContext Expand(ProgramContext context)
    {
        if (context.Arguments.Count < 2 || context.Arguments[1] is not ['-', >= '0' and <= '9', ..])
            return context;
        return context.With([context.Arguments[0], "-n", context.Arguments[1][1..], .. context.Arguments.Skip(2)]);
    }
}
