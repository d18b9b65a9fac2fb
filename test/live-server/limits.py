"""What AWS limits and moto does not: the most members of one call, and the pages of lists.

Sources: the API references of each service (see also the batch sizes in the SDK's models).
"""

BATCH = {
    "ecs:DescribeClusters": ("clusters", 100, "InvalidParameterException"),
    "ecs:DescribeServices": ("services", 10, "InvalidParameterException"),
    "ecs:DescribeTasks": ("tasks", 100, "InvalidParameterException"),
    "ecs:DescribeServiceRevisions": ("serviceRevisionArns", 20, "InvalidParameterException"),
    "ecr:BatchGetRepositoryScanningConfiguration": ("repositoryNames", 25, "InvalidParameterException"),
    "codebuild:BatchGetProjects": ("names", 100, "InvalidInputException"),
    "codedeploy:BatchGetApplications": ("applicationNames", 100, "BatchLimitExceededException"),
    "codedeploy:BatchGetDeploymentGroups": ("deploymentGroupNames", 100, "BatchLimitExceededException"),
    "codecommit:BatchGetRepositories": ("repositoryNames", 100, "MaximumRepositoryNamesExceededException"),
}

# Operation: the list, the token asked and answered, the member that sizes a page, and its maximum.
PAGES = {
    "ecs:ListClusters": ("clusterArns", "nextToken", "nextToken", "maxResults", 100),
    "ecs:ListServices": ("serviceArns", "nextToken", "nextToken", "maxResults", 100),
    "ecs:ListTasks": ("taskArns", "nextToken", "nextToken", "maxResults", 100),
    "ecs:ListTaskDefinitions": ("taskDefinitionArns", "nextToken", "nextToken", "maxResults", 100),
    "ecr:DescribeRepositories": ("repositories", "nextToken", "nextToken", "maxResults", 1000),
    "ecr:DescribeImages": ("imageDetails", "nextToken", "nextToken", "maxResults", 1000),
    "codepipeline:ListPipelines": ("pipelines", "nextToken", "nextToken", "maxResults", 1000),
    "codepipeline:ListTagsForResource": ("tags", "nextToken", "nextToken", "maxResults", 100),
    "codebuild:ListProjects": ("projects", "nextToken", "nextToken", None, 100),
    "codedeploy:ListApplications": ("applications", "nextToken", "nextToken", None, 100),
    "codedeploy:ListDeploymentGroups": ("deploymentGroups", "nextToken", "nextToken", None, 100),
    "codecommit:ListRepositories": ("repositories", "nextToken", "nextToken", None, 1000),
    "logs:DescribeLogGroups": ("logGroups", "nextToken", "nextToken", "limit", 50),
    "logs:DescribeMetricFilters": ("metricFilters", "nextToken", "nextToken", "limit", 50),
    "logs:DescribeSubscriptionFilters": ("subscriptionFilters", "nextToken", "nextToken", "limit", 50),
    "events:ListEventBuses": ("EventBuses", "NextToken", "NextToken", "Limit", 100),
    "events:ListRules": ("Rules", "NextToken", "NextToken", "Limit", 100),
    "events:ListTargetsByRule": ("Targets", "NextToken", "NextToken", "Limit", 100),
    "ssm:ListDocuments": ("DocumentIdentifiers", "NextToken", "NextToken", "MaxResults", 50),
    "kms:ListAliases": ("Aliases", "NextMarker", "NextMarker", "Limit", 100),
}
