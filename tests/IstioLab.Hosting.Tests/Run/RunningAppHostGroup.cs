namespace IstioLab.Hosting.Tests.Run;

/// <summary>Tests that look at the one AppHost that runs.</summary>
[CollectionDefinition(Name)]
public sealed class RunningAppHostGroup : ICollectionFixture<RunningAppHost>
{
    public const string Name = "running AppHost";
}
