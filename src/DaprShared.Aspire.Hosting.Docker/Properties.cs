using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("DaprShared.Aspire.Hosting.Docker.Tests")]
