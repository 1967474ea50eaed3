using IstioLab.Hosting.Tests.Run;

[assembly: AssemblyFixture(typeof(RunningAppHost))]
