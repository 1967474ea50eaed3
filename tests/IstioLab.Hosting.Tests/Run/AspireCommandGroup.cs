namespace IstioLab.Hosting.Tests.Run;

/// <summary>The Aspire CLI finds running AppHosts by their project: while it looks for one, no other runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AspireCommandGroup
{
    public const string Name = "Aspire CLI";
}
